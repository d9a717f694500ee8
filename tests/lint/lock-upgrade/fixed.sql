UPDATE orders SET region = 'eu' WHERE id = 1;
-- dunlin:unit
ALTER TABLE orders ALTER COLUMN region SET DEFAULT 'eu';
