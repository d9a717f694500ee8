-- found: 2
-- file: 001_base.sql
CREATE TABLE t (id bigint PRIMARY KEY);
CREATE PUBLICATION changes FOR TABLE t;
-- file: 002_change.sql
DROP PUBLICATION changes;
DROP SUBSCRIPTION IF EXISTS upstream;
