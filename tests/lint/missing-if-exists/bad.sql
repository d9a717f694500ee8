-- found: 5
-- file: 001_start.sql
CREATE TABLE a (id int, b int, c int CONSTRAINT k CHECK (c > 0));
CREATE TABLE old (id int);
CREATE INDEX i ON a (id);
CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
-- file: 002_change.sql
-- dunlin:no-transaction
DROP TABLE old;
DROP INDEX CONCURRENTLY i;
DROP MATERIALIZED VIEW m;
ALTER TABLE a DROP COLUMN b, DROP CONSTRAINT k;
