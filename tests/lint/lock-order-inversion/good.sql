-- file: 001_start.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
CREATE TABLE customers (id bigint PRIMARY KEY, name text);
-- file: 002_change.sql
ALTER TABLE orders ADD COLUMN note text;
ALTER TABLE customers ADD COLUMN note text;
ALTER TABLE orders ADD COLUMN more text;
-- dunlin:unit
ALTER TABLE orders ADD COLUMN mail text;
ALTER TABLE customers ADD COLUMN mail text;
-- each by itself
-- dunlin:unit
ALTER TABLE customers ADD COLUMN fax text;
-- dunlin:unit
ALTER TABLE orders ADD COLUMN fax text;
-- neither excludes the other
-- dunlin:unit
UPDATE customers SET fax = '' WHERE id = 1;
UPDATE orders SET fax = '' WHERE id = 1;
