-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, region text);
-- file: 002_region.sql
UPDATE orders SET region = 'eu' WHERE id = 1;
-- dunlin:unit
ALTER TABLE orders ALTER COLUMN region SET DEFAULT 'eu';
UPDATE orders SET region = 'eu' WHERE id = 2;
CREATE TABLE tags (name text);
INSERT INTO tags VALUES ('a');
ALTER TABLE tags ADD COLUMN n int;
