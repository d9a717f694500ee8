-- found: 4
-- left: 1
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, "Name" text);
CREATE INDEX users_email_idx ON users (email);
-- file: 002_index.sql
CREATE INDEX CONCURRENTLY ON users (email DESC);
CREATE UNIQUE INDEX CONCURRENTLY ON users (lower(email), "Name");
CREATE INDEX CONCURRENTLY ON users ((email || "Name"));
CREATE INDEX CONCURRENTLY ON elsewhere (a);
