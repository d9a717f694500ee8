-- found: 4
-- file: 001_tables.sql
CREATE TABLE sent (id int PRIMARY KEY, name text);
CREATE PUBLICATION outside FOR TABLE sent;
-- file: 002_change.sql
ALTER TABLE sent ADD COLUMN phone text;
ALTER TABLE sent ALTER COLUMN id TYPE bigint, DROP COLUMN phone;
ALTER TABLE public.sent RENAME COLUMN name TO title;
ALTER TABLE sent RENAME TO posted;
