-- found: 3
-- file: 001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);
CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE INDEX events_id ON events (id);
-- file: 002_drop.sql
DROP INDEX users_email_key;
DROP INDEX CONCURRENTLY IF EXISTS public.users_pkey;
DROP INDEX events_1_id_idx CASCADE;
