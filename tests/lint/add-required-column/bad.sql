-- found: 6
-- file: 001_start.sql
CREATE TABLE orders (total int);
CREATE DOMAIN code AS text NOT NULL;
-- file: 002_change.sql
ALTER TABLE orders ADD COLUMN buyer bigint NOT NULL, ADD COLUMN note text;
ALTER TABLE orders ADD COLUMN a int NOT NULL DEFAULT NULL;
ALTER TABLE orders ADD COLUMN id uuid PRIMARY KEY;
ALTER TABLE app.unknown ADD COLUMN b text, ALTER COLUMN b SET NOT NULL;
ALTER TABLE orders ADD COLUMN c code;
ALTER TABLE orders ADD COLUMN d int;
ALTER TABLE orders ALTER COLUMN d SET DEFAULT 0;
ALTER TABLE public.orders ALTER COLUMN d SET NOT NULL;
