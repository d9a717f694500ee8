-- found: 2
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
-- file: 002_index.sql
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email);
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "Elsewhere" ON app.elsewhere (a);
