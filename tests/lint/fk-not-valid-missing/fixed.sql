ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE DEFERRABLE NOT VALID;

-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;
-- dunlin:unit
ALTER TABLE orders ADD COLUMN seen boolean, ADD CONSTRAINT parent FOREIGN KEY (parent_id) REFERENCES orders (id) NOT VALID;

-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT parent;
-- dunlin:unit
COMMENT ON TABLE orders IS 'orders';
