-- found: 2
-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, active boolean);
CREATE TABLE seats (hall int, number int, taken boolean, PRIMARY KEY (hall, number));
CREATE TABLE logs (line text);
-- file: 002_change.sql
CREATE TABLE fresh (id bigint PRIMARY KEY);
DELETE FROM users;
DELETE FROM seats WHERE 1 = 1;
