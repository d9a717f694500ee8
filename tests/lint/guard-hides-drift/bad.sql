-- found: 4
-- file: 001_start.sql
CREATE TABLE a (id int, code varchar(10), b text);
CREATE TABLE c (id int);
CREATE INDEX by_code ON a (code);
CREATE INDEX by_id ON c (id);
-- file: 002_change.sql
ALTER TABLE a ADD COLUMN IF NOT EXISTS code text, ADD COLUMN IF NOT EXISTS id bigint;
CREATE INDEX IF NOT EXISTS by_code ON a (code, b);
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS by_id ON a (id);
