-- found: 1
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 002_lock.sql
LOCK TABLE users IN SHARE MODE;
