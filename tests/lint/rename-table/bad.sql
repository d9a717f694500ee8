-- found: 3
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

ALTER TABLE orders RENAME TO purchases;
ALTER TABLE public."Old Carts" RENAME TO carts;
ALTER TABLE IF EXISTS unknown_here RENAME TO known;
