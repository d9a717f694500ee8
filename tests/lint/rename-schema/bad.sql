-- found: 2
-- file: 001_base.sql
CREATE SCHEMA billing;
-- file: 002_change.sql
ALTER SCHEMA billing RENAME TO finance;
ALTER SCHEMA "Unknown" RENAME TO known;
