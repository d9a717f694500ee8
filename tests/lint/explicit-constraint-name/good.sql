-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int CHECK (amount < 100));
-- file: 002_more.sql
ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0) NOT VALID;
CREATE UNIQUE INDEX CONCURRENTLY one_amount ON orders (amount);
ALTER TABLE orders ADD UNIQUE USING INDEX one_amount;
