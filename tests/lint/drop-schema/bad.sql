-- found: 1
-- file: 001_base.sql
CREATE SCHEMA reports;
CREATE TABLE reports.daily (day date PRIMARY KEY, total numeric);
-- file: 002_change.sql
DROP SCHEMA reports CASCADE;
DROP SCHEMA IF EXISTS somebody CASCADE;
