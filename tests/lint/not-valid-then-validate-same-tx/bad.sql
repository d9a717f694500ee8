-- found: 2
-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int, user_id bigint);
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 002_checks.sql
ALTER TABLE orders ADD CONSTRAINT amount_positive CHECK (amount > 0) NOT VALID;
-- Now the rows that are there.
ALTER TABLE orders VALIDATE CONSTRAINT amount_positive;
ALTER TABLE orders
  ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users NOT VALID,
  VALIDATE CONSTRAINT owner;
COMMENT ON TABLE orders IS 'orders';
