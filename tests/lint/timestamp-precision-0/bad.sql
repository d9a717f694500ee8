-- found: 3
CREATE TABLE a (at timestamp(0), seen timestamptz(0) NOT NULL);
ALTER TABLE a ALTER COLUMN at TYPE timestamp(0) with time zone;
