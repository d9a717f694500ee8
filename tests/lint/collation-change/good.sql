-- file: 001_start.sql
CREATE TABLE users (name text COLLATE "C", nick varchar(10));
CREATE INDEX users_name ON users (name);
-- file: 002_change.sql
ALTER TABLE users ALTER COLUMN name TYPE varchar COLLATE "C";
ALTER TABLE users ALTER COLUMN nick TYPE text;
CREATE TABLE items (name text UNIQUE);
ALTER TABLE items ALTER COLUMN name TYPE text COLLATE "C";
