-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, name text);
CREATE INDEX users_name ON users (name);
CREATE INDEX users_name_2 ON users (name);
-- file: 002_index.sql
CREATE INDEX CONCURRENTLY users_name_desc ON users (name DESC);
CREATE INDEX CONCURRENTLY users_name_part ON users (name) WHERE name <> '';
CREATE INDEX CONCURRENTLY users_name_brin ON users USING brin (name);
CREATE INDEX CONCURRENTLY users_email_lower ON users (lower(email));
CREATE INDEX CONCURRENTLY users_email_new ON users (email);
DROP INDEX CONCURRENTLY users_email_new;
CREATE UNIQUE INDEX CONCURRENTLY users_id_new ON users (id);
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id_new;
