-- found: 1
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE INDEX users_email ON users (email);
-- file: 002_index.sql
CREATE INDEX IF NOT EXISTS users_email ON users (email);
