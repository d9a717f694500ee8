-- found: 3
-- file: 001_tables.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int);
ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0) NOT VALID;
CREATE TABLE events (id bigint PRIMARY KEY, kind text);
-- file: 002_work.sql
ALTER TABLE orders ADD COLUMN note text;
ALTER TABLE orders VALIDATE CONSTRAINT positive;
ALTER TABLE events ADD COLUMN note text;
-- A copy, while nobody can use events.
CREATE TABLE orders_before AS SELECT * FROM orders;
-- dunlin:unit
ALTER TABLE events ADD COLUMN more text;
SELECT count(*) FROM events;
