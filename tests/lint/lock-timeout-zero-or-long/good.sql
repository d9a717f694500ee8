-- file: 001_users.sql
SET lock_timeout = 0;
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 002_age.sql
-- dunlin:own-timeouts
SET lock_timeout = '5s';
ALTER TABLE users ADD COLUMN age int;
SET lock_timeout = 0;
SET statement_timeout = 0;
CREATE INDEX CONCURRENTLY users_age ON users (age);
RESET lock_timeout;
