-- file: 001_base.sql
CREATE EXTENSION pg_trgm;
-- file: 002_change.sql
CREATE EXTENSION citext;
DROP EXTENSION citext;
DROP EXTENSION IF EXISTS never_made;
