-- file: 001_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, age int);
-- file: 002_change.sql
CREATE INDEX CONCURRENTLY users_email ON users (email);
ALTER TABLE users ADD CONSTRAINT grown_up CHECK (age > 17) NOT VALID;
-- dunlin:unit
ALTER TABLE users VALIDATE CONSTRAINT grown_up;
-- dunlin:unit
ALTER TABLE users ALTER COLUMN age TYPE bigint;
