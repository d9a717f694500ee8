ALTER TABLE orders ADD CONSTRAINT orders_amount_check1 CHECK (amount > 0) NOT VALID,
  ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users;
ALTER TABLE orders ADD CONSTRAINT "orders_user_id_B_key" UNIQUE (user_id, "B");
