-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, "Name" text);
-- file: 002_index.sql
CREATE INDEX CONCURRENTLY users_email_idx ON users (email DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS "On" ON users ("Name");
