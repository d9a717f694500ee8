-- found: 1
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 002_age.sql
-- dunlin:own-timeouts
ALTER TABLE users ADD COLUMN age int;
