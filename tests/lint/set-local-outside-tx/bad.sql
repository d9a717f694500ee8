-- found: 1
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 002_index.sql
SET LOCAL statement_timeout = 0;
CREATE INDEX CONCURRENTLY users_id ON users (id);
