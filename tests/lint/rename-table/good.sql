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
CREATE VIEW orders WITH (security_invoker = true) AS SELECT * FROM purchases;
CREATE TABLE customers_new (id bigint PRIMARY KEY, email text NOT NULL);
ALTER TABLE customers RENAME TO customers_old;
ALTER TABLE customers_new RENAME TO customers;
CREATE TABLE draft (id bigint PRIMARY KEY);
ALTER TABLE draft RENAME TO drafts;
ALTER INDEX orders_pkey RENAME TO purchases_pkey;
