ALTER TABLE a ADD COLUMN note text;
-- The same for the others.
-- dunlin:unit
ALTER TABLE b ADD COLUMN note text;
ALTER TABLE b ADD COLUMN more text;
-- dunlin:unit
ALTER TABLE c
  ADD COLUMN note text;
-- dunlin:unit
TRUNCATE elsewhere;
