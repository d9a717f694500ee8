-- file: 001_start.sql
CREATE TABLE users (name varchar(20) CONSTRAINT n CHECK (name <> ''), nick varchar(10), age int CHECK (age > 0), city varchar(5));
ALTER TABLE users ADD CONSTRAINT later CHECK (city <> '') NOT VALID;
-- file: 002_change.sql
ALTER TABLE users ALTER COLUMN nick TYPE text;
ALTER TABLE users ALTER COLUMN city TYPE text;
-- rewritten anyway
ALTER TABLE users ALTER COLUMN age TYPE bigint;
ALTER TABLE users DROP CONSTRAINT n;
ALTER TABLE users ALTER COLUMN name TYPE varchar(30);
