-- found: 2
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, city text, name text, phone text);
CREATE INDEX users_city_name ON users (city, name);
CREATE INDEX users_phone ON users (phone);
-- file: 002_index.sql
CREATE INDEX CONCURRENTLY users_city ON users (city);
CREATE UNIQUE INDEX CONCURRENTLY users_phone_id ON users (phone, id);
