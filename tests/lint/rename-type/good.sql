-- file: 001_base.sql
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN percent AS int;
CREATE FUNCTION price(bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 1';
-- file: 002_change.sql
CREATE TYPE pair AS (a int, b int);
ALTER TYPE pair RENAME TO couple;
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
