-- file: 001_start.sql
CREATE TABLE a (id int, name varchar(20), price numeric(10,2), at timestamp(3), d date, f real, k int, l text);
-- file: 002_change.sql
ALTER TABLE a ALTER COLUMN id TYPE bigint, ALTER COLUMN name TYPE varchar(30);
ALTER TABLE a ALTER COLUMN price TYPE numeric(12,4);
ALTER TABLE a ALTER COLUMN at TYPE timestamp, ALTER COLUMN d TYPE timestamp, ALTER COLUMN f TYPE double precision;
ALTER TABLE a ALTER COLUMN k TYPE numeric(12,2), ALTER COLUMN price TYPE numeric;
-- it says what becomes of what is too long
ALTER TABLE a ALTER COLUMN l TYPE varchar(10) USING left(l, 10);
CREATE TABLE items (id bigint);
ALTER TABLE items ALTER COLUMN id TYPE int;
ALTER TABLE unknown ALTER COLUMN id TYPE smallint;
