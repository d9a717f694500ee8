ALTER TABLE orders ADD CONSTRAINT orders_amount_check1 CHECK (amount > 0) NOT VALID,
  ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users NOT VALID;

-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;
-- dunlin:unit
CREATE UNIQUE INDEX CONCURRENTLY "orders_user_id_B_key" ON orders (user_id, "B");

-- dunlin:unit
ALTER TABLE orders ADD CONSTRAINT "orders_user_id_B_key" UNIQUE USING INDEX "orders_user_id_B_key";
