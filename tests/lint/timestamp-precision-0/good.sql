CREATE TABLE a (at timestamp, seen timestamptz(3), t time(0), n numeric(5,0));
