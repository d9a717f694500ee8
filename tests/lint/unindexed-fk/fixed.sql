CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint REFERENCES users (id),
  "Payer" bigint REFERENCES users
);
CREATE INDEX "orders_Payer_idx" ON public.orders ("Payer");
CREATE INDEX orders_user_id_idx ON public.orders (user_id);
CREATE INDEX orders_some ON orders (user_id) WHERE user_id > 0;
ALTER TABLE carts ADD CONSTRAINT carts_user_fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
CREATE TABLE places (id bigint PRIMARY KEY, user_id bigint);
ALTER TABLE places ADD FOREIGN KEY (user_id) REFERENCES users (id);
