-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
-- file: 002_unique.sql
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email;
CREATE TABLE tags (id bigint PRIMARY KEY, name text UNIQUE);
ALTER TABLE tags ADD UNIQUE (id, name);
