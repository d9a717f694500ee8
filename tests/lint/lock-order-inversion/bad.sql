-- found: 1
-- file: 001_start.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
CREATE TABLE customers (id bigint PRIMARY KEY, name text);
CREATE TABLE items (id bigint PRIMARY KEY);
-- file: 002_change.sql
ALTER TABLE orders ADD COLUMN note text;
ALTER TABLE customers ADD COLUMN note text;
ALTER TABLE items ADD COLUMN note text;
-- dunlin:unit
ALTER TABLE customers ADD COLUMN mail text;
ALTER TABLE orders ADD COLUMN mail text;
