-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, active boolean);
CREATE TABLE seats (hall int, number int, taken boolean, PRIMARY KEY (hall, number));
CREATE TABLE logs (line text);
-- file: 002_change.sql
CREATE TABLE fresh (id bigint PRIMARY KEY);
DELETE FROM fresh;
DELETE FROM users WHERE id = 7;
DELETE FROM logs USING users WHERE line = email;
-- dunlin:batch table=public.seats key=hall,number
DELETE FROM seats;
