-- found: 2
-- file: 001_events.sql
CREATE SCHEMA log;
CREATE TABLE log.events (id bigint, at date, "Kind" text) PARTITION BY RANGE (at);
CREATE TABLE log.events_1 PARTITION OF log.events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE log.events_rest PARTITION OF log.events DEFAULT;
-- file: 002_index.sql
CREATE UNIQUE INDEX ON log.events (id, at);
CREATE INDEX events_kind ON log.events USING btree (lower("Kind"));
