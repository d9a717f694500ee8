-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
-- file: 002_index.sql
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
CREATE TABLE orders (id bigint PRIMARY KEY, placed timestamptz);
CREATE INDEX orders_placed ON orders (placed);
