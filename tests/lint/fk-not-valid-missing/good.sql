-- file: 001_tables.sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
-- file: 002_keys.sql
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users NOT VALID;
CREATE TABLE refunds (id bigint PRIMARY KEY, user_id bigint REFERENCES users);
ALTER TABLE refunds ADD FOREIGN KEY (user_id) REFERENCES users;
