-- found: 2
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
-- file: 002_copy.sql
CREATE TABLE users_copy AS SELECT * FROM users;
CREATE TABLE app."Joined" AS TABLE elsewhere;
