-- file: 001_tables.sql
CREATE TABLE sent (id int PRIMARY KEY, name text);
CREATE TABLE kept (id int PRIMARY KEY, name text);
CREATE PUBLICATION outside FOR TABLE sent;
-- file: 002_change.sql
ALTER TABLE kept ADD COLUMN phone text;
ALTER TABLE sent ALTER COLUMN name SET DEFAULT '';
CREATE INDEX CONCURRENTLY sent_name ON sent (name);
