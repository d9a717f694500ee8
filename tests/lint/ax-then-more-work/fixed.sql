ALTER TABLE orders ADD COLUMN note text;
-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT positive;
ALTER TABLE events ADD COLUMN note text;
-- dunlin:unit
ALTER TABLE orders ADD CHECK (amount <> 7);
