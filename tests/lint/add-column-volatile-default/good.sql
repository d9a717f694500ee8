-- file: 001_start.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
CREATE VIEW recent AS SELECT * FROM orders;
CREATE FUNCTION fixed_code() RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN 'x'; END $$;
-- file: 002_change.sql
-- STABLE: one value for all rows
ALTER TABLE orders ADD COLUMN made timestamptz NOT NULL DEFAULT now(), ADD COLUMN by text DEFAULT current_user;
ALTER TABLE orders ADD COLUMN code text DEFAULT fixed_code();
ALTER TABLE orders ADD COLUMN token uuid, ALTER COLUMN token SET DEFAULT gen_random_uuid();
ALTER TABLE orders ADD COLUMN old uuid DEFAULT NULL;
CREATE TABLE items (id bigint PRIMARY KEY);
ALTER TABLE items ADD COLUMN token uuid DEFAULT gen_random_uuid();
CREATE TEMP TABLE scratch (id int);
ALTER TABLE scratch ADD COLUMN token uuid DEFAULT gen_random_uuid();
