-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE INDEX users_lower ON users (lower(email));
-- file: 002_index.sql
DROP INDEX CONCURRENTLY IF EXISTS users_email;
CREATE INDEX CONCURRENTLY users_email ON users (email);
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_lower ON users (lower(email));
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE INDEX IF NOT EXISTS orders_id ON orders (id);
