-- file: 001_tables.sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE old (id bigint PRIMARY KEY, user_id bigint, note text);
CREATE TABLE older (id bigint PRIMARY KEY, note text, user_id bigint REFERENCES users);
-- file: 002_drops.sql
DROP TABLE old;
ALTER TABLE older DROP COLUMN note;
