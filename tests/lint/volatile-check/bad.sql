-- found: 3
-- file: 001_functions.sql
CREATE FUNCTION is_known(t text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true';
-- file: 002_checks.sql
CREATE TABLE offers (id bigint PRIMARY KEY, ends timestamptz CHECK (ends > now()), kind text, CHECK (is_known(kind)));
ALTER TABLE offers ADD CONSTRAINT mine CHECK (kind <> current_user) NOT VALID;
