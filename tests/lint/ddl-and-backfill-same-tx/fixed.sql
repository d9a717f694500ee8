ALTER TABLE orders ADD COLUMN region text;
-- dunlin:batch table=public.orders key=id size=10000
UPDATE orders SET region = upper(country);
COMMENT ON COLUMN orders.region IS 'of the country';
ALTER TABLE old_orders ADD COLUMN moved boolean;
-- From one table to the other.
-- dunlin:unit
INSERT INTO orders (id, country) SELECT id, country FROM old_orders WHERE country <> '';
-- dunlin:unit
COMMENT ON TABLE old_orders IS 'done';
