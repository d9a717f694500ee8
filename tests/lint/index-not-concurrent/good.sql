-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE INDEX users_lower ON users (lower(email));
-- file: 002_index.sql
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
CREATE TABLE orders (id bigint PRIMARY KEY, placed timestamptz);
CREATE INDEX orders_placed ON orders (placed);
CREATE TEMPORARY TABLE working (id bigint);
CREATE INDEX ON working (id);
CREATE INDEX events_id ON ONLY events (id);
CREATE INDEX elsewhere_id ON ONLY elsewhere (id);
CREATE INDEX IF NOT EXISTS users_lower ON users (lower(email));
