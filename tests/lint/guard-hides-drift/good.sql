-- file: 001_start.sql
CREATE TABLE a (id serial, code varchar(10), b text);
CREATE INDEX by_code ON a (code);
-- file: 002_change.sql
ALTER TABLE a ADD COLUMN IF NOT EXISTS code character varying(10), ADD COLUMN IF NOT EXISTS id integer;
ALTER TABLE a ADD COLUMN IF NOT EXISTS d text;
CREATE INDEX IF NOT EXISTS by_code ON a (code);
CREATE INDEX IF NOT EXISTS by_b ON a (b);
