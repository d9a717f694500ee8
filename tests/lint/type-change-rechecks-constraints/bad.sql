-- found: 2
-- file: 001_start.sql
CREATE TABLE users (name varchar(20) CHECK (name <> ''), nick varchar(10), CONSTRAINT both_ CHECK (name <> nick));
-- file: 002_change.sql
ALTER TABLE users ALTER COLUMN nick TYPE text;
ALTER TABLE users DROP CONSTRAINT both_;
ALTER TABLE public.users ALTER COLUMN name TYPE varchar(30);
