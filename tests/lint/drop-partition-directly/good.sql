-- file: 001_events.sql
CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE plain (id bigint);
-- file: 002_drop.sql
ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY;
DROP TABLE events_1;
DROP TABLE plain;
CREATE TABLE kinds (kind text) PARTITION BY LIST (kind);
CREATE TABLE ab PARTITION OF kinds FOR VALUES IN ('a', 'b');
DROP TABLE ab;
