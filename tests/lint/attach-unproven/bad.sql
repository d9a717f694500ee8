-- found: 7
-- left: 2
-- file: 001_events.sql
CREATE TABLE events (id bigint, "At" date NOT NULL) PARTITION BY RANGE ("At");
CREATE TABLE old_events (id bigint, "At" date NOT NULL);
CREATE SCHEMA log;
CREATE TABLE log.kinds (kind text) PARTITION BY LIST (kind);
CREATE TABLE log.rest PARTITION OF log.kinds DEFAULT;
CREATE TABLE spans (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE spans_1 (id bigint, at date CHECK (at >= '2026-01-01' AND at < '2026-02-01'));
CREATE TABLE hashed (id bigint) PARTITION BY HASH (id);
CREATE TABLE hashed_0 (id bigint NOT NULL);
-- file: 002_attach.sql
ALTER TABLE events ATTACH PARTITION old_events FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE TABLE log.ab (kind text);
ALTER TABLE log.kinds ATTACH PARTITION log.ab FOR VALUES IN ('a', 'b');
CREATE TABLE log.c (kind text);
INSERT INTO log.c VALUES ('c');
ALTER TABLE log.kinds ATTACH PARTITION log.c FOR VALUES IN ('c');
ALTER TABLE spans ATTACH PARTITION spans_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
ALTER TABLE hashed ATTACH PARTITION hashed_0 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
ALTER TABLE unknown ATTACH PARTITION unknown_1 FOR VALUES FROM (1) TO (2);
CREATE TABLE IF NOT EXISTS old_spans (id bigint, at date NOT NULL);
ALTER TABLE spans ATTACH PARTITION old_spans FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
