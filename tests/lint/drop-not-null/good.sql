-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int);
-- file: 002_optional.sql
ALTER TABLE orders ALTER amount DROP NOT NULL;
CREATE TABLE tags (name text NOT NULL);
ALTER TABLE tags ALTER COLUMN name DROP NOT NULL;
