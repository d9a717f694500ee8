-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, name text);
CREATE INDEX users_name ON users (name);
-- file: 002_drop.sql
DROP INDEX CONCURRENTLY users_name;
ALTER TABLE users DROP CONSTRAINT users_email_key;
DROP INDEX IF EXISTS users_email_key;
DROP INDEX users_pkey2;
