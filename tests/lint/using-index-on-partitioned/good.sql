-- file: 001_events.sql
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE users (id bigint NOT NULL);
-- file: 002_key.sql
ALTER TABLE events ADD PRIMARY KEY (id, at);
CREATE UNIQUE INDEX CONCURRENTLY users_id ON users (id);
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_id;
