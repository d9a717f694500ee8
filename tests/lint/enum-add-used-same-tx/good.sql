-- file: 001_types.sql
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE people (id bigint PRIMARY KEY, m mood, note text);
CREATE TABLE words (word text);
-- file: 002_happy.sql
ALTER TYPE mood ADD VALUE 'happy';
UPDATE people SET m = 'happy' WHERE id = 1;
BEGIN;
ALTER TYPE mood ADD VALUE 'glad';
COMMENT ON TYPE mood IS 'glad';
UPDATE people SET m = 'sad' WHERE id = 1;
INSERT INTO words VALUES ('glad');
CREATE FUNCTION glad() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'glad'; END $$;
COMMIT;
UPDATE people SET m = 'glad' WHERE id = 1;
BEGIN;
ALTER TYPE mood RENAME VALUE 'sad' TO 'low';
UPDATE people SET m = 'low' WHERE id = 1;
COMMIT;
