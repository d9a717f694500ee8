-- found: 1
-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, region text);
-- file: 002_region.sql
UPDATE orders SET region = 'eu' WHERE id = 1;
ALTER TABLE orders ALTER COLUMN region SET DEFAULT 'eu';
