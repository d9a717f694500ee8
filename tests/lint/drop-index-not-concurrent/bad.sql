-- found: 6
-- left: 2
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text, name text, phone text);
CREATE INDEX users_email ON users (email);
CREATE INDEX "Users name" ON users (name);
CREATE INDEX users_phone ON users (phone);
CREATE INDEX users_last ON users (id, name);
CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE INDEX events_id ON events (id);
-- file: 002_drop.sql
DROP INDEX users_email;
DROP INDEX IF EXISTS public."Users name", other_index;
DROP INDEX users_phone CASCADE;
DROP INDEX events_id;
DROP INDEX app.unknown_index RESTRICT;
BEGIN;
DROP INDEX users_last;
COMMIT;
