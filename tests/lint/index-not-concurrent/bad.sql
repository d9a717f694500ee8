-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
-- file: 002_index.sql
ALTER TABLE users ADD COLUMN phone text;
CREATE UNIQUE INDEX users_email ON users (email);
CREATE TABLE orders (id bigint PRIMARY KEY);
