-- file: 001_logs.sql
CREATE TABLE logs (id bigint, at timestamptz) PARTITION BY RANGE (at);
-- file: 002_events.sql
CREATE TABLE events (id bigint, at date, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE TABLE hashed (id bigint PRIMARY KEY) PARTITION BY HASH (id);
CREATE TABLE plain (id bigint PRIMARY KEY, at date UNIQUE);
ALTER TABLE logs ADD CONSTRAINT logs_pkey PRIMARY KEY (id, at);
CREATE INDEX logs_id ON logs (id);
