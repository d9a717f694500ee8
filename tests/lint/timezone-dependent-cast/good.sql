-- file: 001_start.sql
CREATE TABLE events (at timestamp, seen timestamptz(3), day date, t time);
-- file: 002_change.sql
ALTER TABLE events ALTER COLUMN seen TYPE timestamptz, ALTER COLUMN day TYPE timestamp;
ALTER TABLE events ALTER COLUMN at TYPE timestamptz USING at AT TIME ZONE 'Europe/Berlin';
-- dunlin:unit
SET LOCAL timezone = 'UTC';
ALTER TABLE events ALTER COLUMN seen TYPE timestamp;
CREATE TABLE items (at timestamp);
ALTER TABLE items ALTER COLUMN at TYPE timestamptz;
ALTER TABLE unknown ALTER COLUMN at TYPE timestamptz;
