-- file: 001_start.sql
CREATE TABLE orders (id int PRIMARY KEY, code text, flag int, own mytype);
-- file: 002_change.sql
ALTER TABLE orders ALTER COLUMN code TYPE int USING code::int, ALTER COLUMN flag TYPE boolean USING flag <> 0;
ALTER TABLE orders ALTER COLUMN id TYPE text;
ALTER TABLE orders ALTER COLUMN own TYPE othertype;
ALTER TABLE unknown ALTER COLUMN code TYPE int;
