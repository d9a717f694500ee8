-- found: 2
-- file: 001_tables.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int, CONSTRAINT small CHECK (amount < 100) NOT VALID);
ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0) NOT VALID;
CREATE TABLE events (id bigint PRIMARY KEY, kind text);
-- file: 002_work.sql
ALTER TABLE orders ADD COLUMN note text;
ALTER TABLE orders VALIDATE CONSTRAINT positive;
ALTER TABLE events ADD COLUMN note text;
ALTER TABLE orders ADD CHECK (amount <> 7);
