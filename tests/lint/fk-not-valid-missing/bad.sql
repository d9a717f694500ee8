-- found: 2
-- file: 001_tables.sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, parent_id bigint);
CREATE TABLE events (id bigint, user_id bigint, at date) PARTITION BY RANGE (at);
-- file: 002_keys.sql
ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE DEFERRABLE;
ALTER TABLE orders ADD COLUMN seen boolean, ADD CONSTRAINT parent FOREIGN KEY (parent_id) REFERENCES orders (id);
COMMENT ON TABLE orders IS 'orders';
