-- file: 001_base.sql
CREATE FUNCTION price(bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1';
-- file: 002_change.sql
DROP FUNCTION price(bigint);
CREATE FUNCTION price(bigint, currency text DEFAULT 'EUR') RETURNS numeric LANGUAGE sql AS 'SELECT 2';
DROP FUNCTION IF EXISTS never_made(int);
CREATE FUNCTION work() RETURNS int LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION work();
