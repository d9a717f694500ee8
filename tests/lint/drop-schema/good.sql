-- file: 001_base.sql
CREATE SCHEMA reports;
-- file: 002_change.sql
CREATE SCHEMA scratch;
DROP SCHEMA scratch CASCADE;
DROP SCHEMA IF EXISTS never_made;
ALTER SCHEMA reports OWNER TO app;
