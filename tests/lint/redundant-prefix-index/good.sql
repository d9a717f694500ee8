-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, city text, name text);
CREATE INDEX users_city_name ON users (city, name);
-- file: 002_index.sql
CREATE INDEX CONCURRENTLY users_name ON users (name);
CREATE UNIQUE INDEX CONCURRENTLY users_city ON users (city);
CREATE INDEX CONCURRENTLY users_id_city ON users (id, city);
CREATE INDEX CONCURRENTLY users_city_some ON users (city) WHERE city <> '';
CREATE INDEX CONCURRENTLY users_city_down ON users (city DESC);
