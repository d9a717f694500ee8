-- found: 2
-- file: 001_types.sql
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE people (id bigint PRIMARY KEY, m mood, note text);
-- file: 002_happy.sql
BEGIN;
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'happy';
ALTER TABLE people ALTER COLUMN m SET DEFAULT 'happy';
CREATE FUNCTION happy() RETURNS mood LANGUAGE sql AS $$ SELECT 'happy'::mood $$;
COMMIT;
