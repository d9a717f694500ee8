-- found: 2
-- file: 001_start.sql
CREATE TABLE users (name text, city text COLLATE "C");
CREATE INDEX users_name ON users (name);
-- file: 002_change.sql
ALTER TABLE users ALTER COLUMN name TYPE text COLLATE "C";
ALTER TABLE users ALTER COLUMN city TYPE varchar COLLATE "de-x-icu";
