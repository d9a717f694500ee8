-- found: 1
-- pg: 18
-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int);
-- file: 002_wish.sql
ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0) NOT ENFORCED;
