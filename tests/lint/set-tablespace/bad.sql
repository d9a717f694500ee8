-- found: 3
-- left: 2
-- file: 001_tables.sql
CREATE TABLE plain (id bigint PRIMARY KEY, a int);
CREATE INDEX plain_a ON plain (a);
-- file: 002_alter.sql
ALTER TABLE plain SET TABLESPACE fast;
ALTER INDEX plain_a SET TABLESPACE "Fast one";
ALTER MATERIALIZED VIEW totals SET TABLESPACE fast;
