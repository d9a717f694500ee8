-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
-- file: 002_copy.sql
CREATE TABLE users_copy AS SELECT * FROM users WITH NO DATA;
CREATE TEMPORARY TABLE working AS SELECT * FROM users;
CREATE TABLE digits AS SELECT g AS digit FROM generate_series(0, 9) g;
CREATE TABLE small (id bigint);
CREATE TABLE small_copy AS SELECT * FROM small;
