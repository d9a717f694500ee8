-- found: 7
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

DROP VIEW open_orders;
ALTER TABLE orders RENAME COLUMN status TO state;
ALTER TABLE customers ALTER COLUMN name SET NOT NULL, ADD COLUMN born date NOT NULL;
ALTER TABLE customers ALTER COLUMN name TYPE varchar(20);
TRUNCATE "Old Carts";
CREATE UNIQUE INDEX customers_name ON customers (name);
