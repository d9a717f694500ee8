-- file: 001_events.sql
CREATE TABLE events (id bigint, at date, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE empty (id bigint, at date) PARTITION BY RANGE (at);
-- file: 002_index.sql
CREATE INDEX events_kind ON ONLY events (kind);
CREATE INDEX empty_id ON empty (id);
CREATE TABLE log (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE log_rest PARTITION OF log DEFAULT;
CREATE INDEX log_id ON log (id);
