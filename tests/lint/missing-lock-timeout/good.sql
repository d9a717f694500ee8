-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 002_age.sql
-- dunlin:own-timeouts
COMMENT ON TABLE users IS 'people';
CREATE TABLE tags (name text);
ALTER TABLE tags ADD COLUMN n int;
CREATE INDEX CONCURRENTLY users_id ON users (id);
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN age int;
