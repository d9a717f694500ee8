-- found: 2
-- file: 001_base.sql
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN percent AS int CHECK (VALUE BETWEEN 0 AND 100);
-- file: 002_change.sql
DROP TYPE public.mood;
DROP DOMAIN IF EXISTS percent;
