-- found: 3
-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int CHECK (amount < 100), user_id bigint, "B" text);
-- file: 002_more.sql
ALTER TABLE orders ADD CHECK (amount > 0) NOT VALID,
  ADD FOREIGN KEY (user_id) REFERENCES users;
ALTER TABLE orders ADD UNIQUE (user_id, "B");
