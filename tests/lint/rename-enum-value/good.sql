-- file: 001_base.sql
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN percent AS int;
CREATE FUNCTION price(bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1';
-- file: 002_change.sql
CREATE TYPE size AS ENUM ('s', 'm');
ALTER TYPE size RENAME VALUE 'm' TO 'medium';
ALTER TYPE mood ADD VALUE 'fine';
