-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, active boolean);
CREATE TABLE seats (hall int, number int, taken boolean, PRIMARY KEY (hall, number));
CREATE TABLE logs (line text);
-- file: 002_change.sql
CREATE TABLE fresh (id bigint PRIMARY KEY, x int);
UPDATE fresh SET x = 1;
UPDATE users SET active = false WHERE id = 7;
-- dunlin:batch table=public.users key=id size=5000
UPDATE users SET active = true;
CREATE TEMP TABLE work AS SELECT id FROM users;
UPDATE work SET id = 1;
