-- found: 2
-- file: 001_tables.sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY);
-- file: 002_columns.sql
ALTER TABLE orders ADD COLUMN owner_id bigint NOT NULL DEFAULT 1 REFERENCES users (id) ON DELETE SET DEFAULT;
ALTER TABLE orders ADD COLUMN "Clerk" bigint CONSTRAINT clerk_known REFERENCES public.users;
