-- found: 4
-- file: 001_start.sql
CREATE TABLE events (at timestamp, seen timestamptz(3), day date, "At" timestamp(0));
-- file: 002_change.sql
ALTER TABLE events ALTER COLUMN at TYPE timestamptz;
ALTER TABLE events ALTER COLUMN seen TYPE timestamp(3);
ALTER TABLE events ALTER COLUMN day TYPE timestamptz, ALTER COLUMN "At" TYPE timestamptz(0) USING "At"::timestamptz(0);
