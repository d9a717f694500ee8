-- found: 2
-- file: 001_tables.sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE old (id bigint PRIMARY KEY, user_id bigint REFERENCES users);
CREATE TABLE older (id bigint PRIMARY KEY, user_id bigint CONSTRAINT older_user REFERENCES users);
-- file: 002_drops.sql
DROP TABLE old;
ALTER TABLE older DROP CONSTRAINT older_user;
