-- found: 2
-- file: 001_base.sql
CREATE EXTENSION pg_trgm;
-- file: 002_change.sql
DROP EXTENSION pg_trgm;
DROP EXTENSION "uuid-ossp" CASCADE;
