-- found: 2
CREATE TABLE a (opens timetz);
ALTER TABLE a ADD closes time with time zone;
