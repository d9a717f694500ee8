-- found: 2
-- file: 001_start.sql
CREATE TABLE orders (id int PRIMARY KEY, code text, "Flag" int);
-- file: 002_change.sql
ALTER TABLE orders ALTER COLUMN code TYPE int;
ALTER TABLE orders ALTER COLUMN id TYPE bigint, ALTER COLUMN "Flag" TYPE boolean;
