-- found: 3
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, name text, city text);
CREATE INDEX users_name ON users (name) WHERE name <> '';
CREATE INDEX users_city ON users (city);
-- file: 002_index.sql
CREATE INDEX CONCURRENTLY users_email_again ON users (email);
CREATE INDEX CONCURRENTLY users_name_again ON users (name) WHERE name <> '';
CREATE UNIQUE INDEX CONCURRENTLY users_city_once ON users (city);
