-- found: 5
-- left: 2
-- file: 001_start.sql
CREATE TABLE orders (id uuid PRIMARY KEY, x int);
CREATE SCHEMA app;
CREATE TABLE app."Logs" (line text);
CREATE TABLE app.lines (id int, at timestamptz, PRIMARY KEY (id, at));
CREATE SEQUENCE orders_number_seq;
-- file: 002_change.sql
ALTER TABLE orders ADD COLUMN number bigserial, ADD COLUMN y int;
ALTER TABLE app.lines ADD COLUMN nr smallserial NOT NULL;
  ALTER TABLE orders ADD COLUMN "Rank" serial;
ALTER TABLE app."Logs" ADD COLUMN id serial;
ALTER TABLE orders ADD COLUMN old_id serial UNIQUE;
