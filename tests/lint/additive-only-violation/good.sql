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

ALTER TABLE orders ADD COLUMN note text, ADD COLUMN paid boolean NOT NULL DEFAULT false;
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
CREATE TABLE draft (id bigint PRIMARY KEY, x int);
ALTER TABLE draft DROP COLUMN x;
DROP TABLE draft;
CREATE INDEX CONCURRENTLY orders_status ON orders (status);
DROP INDEX CONCURRENTLY IF EXISTS never_made;
ALTER TABLE orders ALTER COLUMN status DROP NOT NULL;
CREATE OR REPLACE VIEW open_orders AS SELECT id, status, total FROM orders WHERE status = 'open';
