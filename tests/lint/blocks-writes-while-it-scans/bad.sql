-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE TABLE orders (id bigint PRIMARY KEY, buyer bigint);
-- file: 002_change.sql
ALTER TABLE orders ADD CONSTRAINT orders_buyer_fkey FOREIGN KEY (buyer) REFERENCES users (id);
CREATE INDEX users_email ON users (email);
