-- found: 5
-- file: 001_logs.sql
CREATE TABLE logs (id bigint, at timestamptz) PARTITION BY RANGE (at);
-- file: 002_events.sql
CREATE TABLE events (id bigint PRIMARY KEY, at date) PARTITION BY RANGE (at);
CREATE TABLE kinds (id bigint, kind text, "Part" int, UNIQUE (id, kind)) PARTITION BY LIST ("Part");
CREATE TABLE days (id bigint, at timestamptz, PRIMARY KEY (id, at)) PARTITION BY RANGE (date_trunc('day', at));
ALTER TABLE logs ADD COLUMN kind text, ADD CONSTRAINT logs_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX logs_id ON logs (id);
