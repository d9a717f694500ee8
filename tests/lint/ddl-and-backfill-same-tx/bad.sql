-- found: 2
-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, country text);
CREATE TABLE old_orders (id bigint, country text);
-- file: 002_region.sql
ALTER TABLE orders ADD COLUMN region text;
UPDATE orders SET region = upper(country);
COMMENT ON COLUMN orders.region IS 'of the country';
ALTER TABLE old_orders ADD COLUMN moved boolean;
-- From one table to the other.
INSERT INTO orders (id, country) SELECT id, country FROM old_orders WHERE country <> '';
COMMENT ON TABLE old_orders IS 'done';
