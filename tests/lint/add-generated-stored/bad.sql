-- found: 3
-- file: 001_start.sql
CREATE TABLE orders (id bigint PRIMARY KEY, net numeric, tax numeric);
-- file: 002_change.sql
ALTER TABLE orders ADD COLUMN total numeric GENERATED ALWAYS AS (net + tax) STORED;
ALTER TABLE public.orders ADD COLUMN a int, ADD COLUMN "Half" numeric GENERATED ALWAYS AS (net / 2) STORED NOT NULL;
ALTER TABLE unknown ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('english', body)) STORED;
