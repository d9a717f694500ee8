CREATE TABLE a (id int, at timestamptz, seen timestamp(3) with time zone, day date, t time);
