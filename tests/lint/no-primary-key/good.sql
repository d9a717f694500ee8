CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, what text);
CREATE TABLE late (id bigint NOT NULL, what text);
ALTER TABLE late ADD CONSTRAINT late_pkey PRIMARY KEY (id);
CREATE TABLE parts (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TEMP TABLE work (x int);
CREATE TABLE draft (x int);
DROP TABLE draft;
