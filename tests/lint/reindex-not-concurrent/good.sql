-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE INDEX users_email ON users (email);
-- file: 002_reindex.sql
REINDEX TABLE CONCURRENTLY users;
REINDEX (CONCURRENTLY, VERBOSE) INDEX users_email;
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE INDEX orders_id ON orders (id);
REINDEX TABLE orders;
REINDEX INDEX orders_id;
