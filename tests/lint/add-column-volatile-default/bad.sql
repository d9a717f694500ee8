-- found: 7
-- left: 3
-- file: 001_start.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
CREATE TABLE app_log (line text);
CREATE TABLE "Events" (id int PRIMARY KEY);
CREATE FUNCTION next_code() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN random()::text; END $$;
CREATE FUNCTION random_name() RETURNS text LANGUAGE sql AS $$ SELECT 'x' || random() $$;
-- file: 002_change.sql
-- a token for everybody
ALTER TABLE orders ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid(), ADD COLUMN note text DEFAULT 'none';
ALTER TABLE public.orders ADD COLUMN mix text DEFAULT md5(random()::text);
ALTER TABLE orders
  ADD COLUMN "Code" text DEFAULT upper(next_code()) NOT NULL,
  ADD COLUMN lucky double precision DEFAULT random();
-- no key to walk along, and a column that may be there
ALTER TABLE app_log ADD COLUMN id uuid DEFAULT gen_random_uuid();
ALTER TABLE orders ADD COLUMN IF NOT EXISTS token uuid DEFAULT gen_random_uuid();
ALTER TABLE app_log ADD COLUMN name text DEFAULT random_name();
