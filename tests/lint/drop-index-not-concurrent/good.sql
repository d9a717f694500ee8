-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);
CREATE INDEX users_lower ON users (lower(email));
-- file: 002_drop.sql
DROP INDEX CONCURRENTLY IF EXISTS users_lower;
CREATE TABLE orders (id bigint PRIMARY KEY, placed timestamptz);
CREATE INDEX orders_placed ON orders (placed);
DROP INDEX orders_placed;
-- fails, but that is another rule's
DROP INDEX users_email_key;
DROP TABLE orders;
