-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, country text, region text);
-- file: 002_region.sql
ALTER TABLE orders ADD COLUMN zone text;
UPDATE orders SET zone = 'x' WHERE id = 1;
INSERT INTO orders (id, country) VALUES (1, 'nl');
-- dunlin:batch table=public.orders key=id size=10000
UPDATE orders SET region = upper(country);
CREATE TABLE regions (name text);
INSERT INTO regions SELECT DISTINCT region FROM orders;
UPDATE orders SET region = lower(region);
BEGIN;
ALTER TABLE orders ADD COLUMN note text;
COMMIT;
UPDATE orders SET note = '';
