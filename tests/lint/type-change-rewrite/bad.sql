-- found: 8
-- file: 001_start.sql
CREATE TABLE orders (id int PRIMARY KEY, total numeric(10,2), "State" text, at timestamp, short char(10), js json);
CREATE DOMAIN positive AS bigint CHECK (value > 0);
-- file: 002_change.sql
ALTER TABLE orders ALTER COLUMN id TYPE bigint, ADD COLUMN note text;
ALTER TABLE public.orders ALTER total TYPE numeric(12,4);
ALTER TABLE orders ALTER COLUMN "State" TYPE int USING "State"::int;
ALTER TABLE orders ALTER COLUMN short TYPE text, ALTER COLUMN js TYPE jsonb;
ALTER TABLE app.unknown ALTER COLUMN a TYPE text;
ALTER TABLE orders ALTER COLUMN id TYPE positive;
SET timezone = 'Europe/Berlin';
ALTER TABLE orders ALTER COLUMN at TYPE timestamptz;
