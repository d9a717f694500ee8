-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE TABLE orders (id bigint PRIMARY KEY, buyer bigint);
-- file: 002_change.sql
ALTER TABLE users ADD COLUMN phone text DEFAULT '';
ALTER TABLE orders ADD CONSTRAINT orders_buyer_fkey FOREIGN KEY (buyer) REFERENCES users (id) NOT VALID;
-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT orders_buyer_fkey;
CREATE INDEX CONCURRENTLY users_email ON users (email);
CREATE TABLE new (id bigint PRIMARY KEY, email text);
CREATE INDEX new_email ON new (email);
