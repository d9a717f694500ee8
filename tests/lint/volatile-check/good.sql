-- file: 001_functions.sql
CREATE FUNCTION is_word(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
-- file: 002_checks.sql
CREATE TABLE offers (id bigint PRIMARY KEY, starts timestamptz DEFAULT now(), ends timestamptz, kind text CHECK (is_word(kind) AND length(kind) > 2), CHECK (ends > starts));
