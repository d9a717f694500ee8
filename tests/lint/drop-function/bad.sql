-- found: 3
-- file: 001_base.sql
CREATE FUNCTION price(bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION price(bigint, text) RETURNS numeric LANGUAGE sql AS 'SELECT 2';
CREATE PROCEDURE tidy() LANGUAGE sql AS 'SELECT 3';
-- file: 002_change.sql
DROP FUNCTION price(bigint, text);
DROP PROCEDURE tidy;
DROP FUNCTION IF EXISTS api.unknown(int) CASCADE;
DROP FUNCTION other(int);
