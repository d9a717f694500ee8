-- found: 4
-- file: 001_orders.sql
CREATE TABLE app.orders (id bigint PRIMARY KEY, amount int, "Paid by" text, CONSTRAINT orders_amount_check CHECK (amount < 1000000));
-- file: 002_checks.sql
ALTER TABLE app.orders ADD CONSTRAINT amount_positive CHECK (amount > 0);
-- No name: PostgreSQL's own.
ALTER TABLE app.orders
  ADD CHECK (amount > 1),
  ADD COLUMN note text;
ALTER TABLE IF EXISTS app.orders ADD CONSTRAINT "Payer" CHECK ("Paid by" <> '' /* empty */);
ALTER TABLE elsewhere ADD CHECK (a < b);
CREATE TABLE app.refunds (id bigint PRIMARY KEY);
