-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY);
-- file: 002_lock.sql
LOCK TABLE users IN ROW EXCLUSIVE MODE;
CREATE TABLE tags (name text);
LOCK TABLE tags;
