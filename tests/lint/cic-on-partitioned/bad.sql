-- found: 2
-- left: 1
-- file: 001_events.sql
CREATE TABLE events (id bigint, at date, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')
  PARTITION BY LIST (kind);
CREATE TABLE events_2_a PARTITION OF events_2 FOR VALUES IN ('a');
CREATE TABLE other (id bigint, at date) PARTITION BY RANGE (at);
-- file: 002_index.sql
COMMENT ON TABLE events IS 'what happened';
CREATE INDEX CONCURRENTLY IF NOT EXISTS events_kind ON events (kind, at DESC) WHERE kind <> 'x';
COMMENT ON TABLE events IS 'all that happened';
CREATE INDEX CONCURRENTLY other_id ON ONLY other (id);
