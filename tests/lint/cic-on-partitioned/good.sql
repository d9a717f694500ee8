-- file: 001_events.sql
CREATE TABLE events (id bigint, at date, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
-- file: 002_index.sql
CREATE INDEX events_kind ON ONLY events (kind);
CREATE INDEX CONCURRENTLY events_1_kind ON events_1 (kind);
ALTER INDEX events_kind ATTACH PARTITION events_1_kind;
CREATE INDEX CONCURRENTLY elsewhere_a ON elsewhere (a);
