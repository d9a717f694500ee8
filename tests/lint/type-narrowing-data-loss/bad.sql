-- found: 10
-- file: 001_start.sql
CREATE TABLE a (id bigint, name text, code varchar(20), price numeric(10,4), at timestamptz, f double precision, n numeric, ts timestamp, big bigint, k int);
-- file: 002_change.sql
ALTER TABLE a ALTER COLUMN id TYPE int;
ALTER TABLE a ALTER COLUMN name TYPE varchar(100);
ALTER TABLE a ALTER COLUMN code TYPE char(10), ALTER COLUMN price TYPE numeric(10,2);
ALTER TABLE a ALTER COLUMN at TYPE date;
ALTER TABLE a ALTER COLUMN f TYPE real;
ALTER TABLE a ALTER COLUMN n TYPE numeric(8,2) USING n::numeric(8,2);
ALTER TABLE a ALTER COLUMN ts TYPE timestamp(0);
ALTER TABLE a ALTER COLUMN big TYPE double precision;
ALTER TABLE a ALTER COLUMN k TYPE numeric(5,0);
