-- found: 3
-- file: 001_start.sql
CREATE TABLE users (name varchar(20), at timestamp, "Mail" text);
-- file: 002_change.sql
ALTER TABLE users ALTER COLUMN name TYPE text USING lower(name);
ALTER TABLE users ALTER COLUMN at TYPE timestamptz USING at AT TIME ZONE 'UTC';
ALTER TABLE users ADD COLUMN x int, ALTER COLUMN "Mail" TYPE varchar USING trim("Mail");
