-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, a int, b int, UNIQUE (a, b));
CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint);
-- file: 002_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
CREATE INDEX orders_user ON orders (user_id, id);
CREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users (id));
CREATE TABLE pairs (b int, a int, FOREIGN KEY (a, b) REFERENCES users (a, b));
CREATE INDEX pairs_ba ON pairs (b, a);
CREATE INDEX CONCURRENTLY carts_user ON carts (user_id);
ALTER TABLE carts ADD CONSTRAINT carts_user_fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
