-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int, CONSTRAINT small CHECK (amount < 10) NOT VALID);
ALTER TABLE orders ADD CONSTRAINT gone CHECK (amount > 5) NOT VALID;
-- file: 002_checks.sql
ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0) NOT VALID;
ALTER TABLE orders DROP CONSTRAINT gone;
-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT positive;
