-- file: 001_tables.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int);
ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0) NOT VALID;
CREATE TABLE events (id bigint PRIMARY KEY, kind text);
-- file: 002_work.sql
ALTER TABLE orders VALIDATE CONSTRAINT positive;
ALTER TABLE orders ADD COLUMN note text;
ALTER TABLE orders ALTER COLUMN note SET DEFAULT '';
-- dunlin:unit
ALTER TABLE events ADD CHECK (kind <> '');
CREATE TABLE tags (name text);
ALTER TABLE tags ADD CHECK (name <> '');
CREATE INDEX CONCURRENTLY events_kind ON events (kind);
ALTER TABLE events ADD COLUMN more text;
SELECT id FROM events WHERE id = 1;
SELECT set_config('app.user', 'me', true);
CREATE TABLE empty_copy AS SELECT * FROM events WITH NO DATA;
