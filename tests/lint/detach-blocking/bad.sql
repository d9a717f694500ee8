-- found: 3
-- left: 2
-- file: 001_events.sql
CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE "Events 1" PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE kinds (kind text) PARTITION BY LIST (kind);
CREATE TABLE rest PARTITION OF kinds DEFAULT;
CREATE TABLE ab PARTITION OF kinds FOR VALUES IN ('a', 'b');
-- file: 002_detach.sql
ALTER TABLE events DETACH PARTITION "Events 1";
ALTER TABLE kinds DETACH PARTITION ab;
ALTER TABLE unknown DETACH PARTITION unknown_1;
