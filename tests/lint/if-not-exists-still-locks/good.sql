-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, name text);
CREATE INDEX users_email ON users (email);
-- file: 002_index.sql
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email);
CREATE INDEX IF NOT EXISTS users_name ON users (name);
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE INDEX orders_id ON orders (id);
CREATE INDEX IF NOT EXISTS orders_id ON orders (id);
