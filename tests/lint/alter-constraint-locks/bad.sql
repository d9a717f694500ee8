-- found: 1
-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, parent bigint CONSTRAINT up REFERENCES orders);
-- file: 002_defer.sql
ALTER TABLE orders ALTER CONSTRAINT up DEFERRABLE;
