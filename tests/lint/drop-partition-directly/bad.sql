-- found: 3
-- left: 2
-- file: 001_events.sql
CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE kinds (kind text) PARTITION BY LIST (kind);
CREATE TABLE rest PARTITION OF kinds DEFAULT;
CREATE TABLE ab PARTITION OF kinds FOR VALUES IN ('a', 'b');
-- file: 002_drop.sql
DROP TABLE IF EXISTS events_1;
DROP TABLE ab, rest;
