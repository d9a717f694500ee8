-- file: 001_base.sql
CREATE SCHEMA billing;
-- file: 002_change.sql
CREATE SCHEMA work;
ALTER SCHEMA work RENAME TO work_2;
