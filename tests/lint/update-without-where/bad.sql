-- found: 2
-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, active boolean);
CREATE TABLE seats (hall int, number int, taken boolean, PRIMARY KEY (hall, number));
CREATE TABLE logs (line text);
-- file: 002_change.sql
ALTER TABLE users ADD COLUMN email_lower text;
-- for the new search
UPDATE users SET email_lower = lower(email);
UPDATE seats AS s SET taken = false WHERE true;
ALTER TABLE users ALTER COLUMN active SET DEFAULT true;
