-- found: 6
-- left: 3
-- file: 001_events.sql
CREATE SCHEMA log;
CREATE TABLE log."Events" (id bigint GENERATED ALWAYS AS IDENTITY, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE kinds (kind text) PARTITION BY LIST (kind);
CREATE TABLE rest PARTITION OF kinds DEFAULT;
-- file: 002_partition.sql
CREATE TABLE log.events_1 PARTITION OF log."Events" FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE ab PARTITION OF kinds
  FOR VALUES IN ('a', 'b');
CREATE TABLE log.events_rest PARTITION OF log."Events" DEFAULT;
CREATE TABLE unknown_1 PARTITION OF unknown FOR VALUES FROM (1) TO (2);
CREATE TABLE IF NOT EXISTS log.events_2 PARTITION OF log."Events" FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE TABLE log.events_3 PARTITION OF log."Events" (at DEFAULT now()) FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
