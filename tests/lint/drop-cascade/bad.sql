-- found: 5
-- file: 001_base.sql
CREATE TABLE customers (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, name text);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  status text NOT NULL,
  total numeric
);
CREATE TABLE "Old Carts" (id int);
CREATE VIEW open_orders AS SELECT id, status FROM orders WHERE status = 'open';
-- file: 002_change.sql

DROP TABLE orders CASCADE;
DROP TABLE unknown_here CASCADE;
ALTER TABLE customers DROP COLUMN id CASCADE;
DROP TYPE unknown_type CASCADE;
DROP FUNCTION f(int) CASCADE;
