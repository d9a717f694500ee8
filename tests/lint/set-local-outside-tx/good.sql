-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 002_index.sql
SET statement_timeout = 0;
CREATE INDEX CONCURRENTLY users_id ON users (id);
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN age int;
