ALTER TABLE orders ADD COLUMN note text;
-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT positive;
ALTER TABLE events ADD COLUMN note text;
-- A copy, while nobody can use events.
-- dunlin:unit
CREATE TABLE orders_before AS SELECT * FROM orders;
-- dunlin:unit
ALTER TABLE events ADD COLUMN more text;
-- dunlin:unit
SELECT count(*) FROM events;
