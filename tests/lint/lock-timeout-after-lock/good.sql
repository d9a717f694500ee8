-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 002_age.sql
-- dunlin:own-timeouts
SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN age int;
SET lock_timeout = '1s';
ALTER TABLE users ADD COLUMN height int;
