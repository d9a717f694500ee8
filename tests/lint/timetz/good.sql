CREATE TABLE a (opens time, at timestamptz, timetz text);
