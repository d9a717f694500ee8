-- found: 1
-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, age int);
-- file: 002_change.sql
CREATE INDEX users_email ON users (email);
ALTER TABLE users ADD CONSTRAINT grown_up CHECK (age > 17);
