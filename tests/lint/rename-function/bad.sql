-- found: 2
-- file: 001_base.sql
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN percent AS int;
CREATE FUNCTION price(bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1';
-- file: 002_change.sql
ALTER FUNCTION price(bigint) RENAME TO cost;
ALTER FUNCTION unknown_here(int) RENAME TO known;
