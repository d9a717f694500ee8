-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int);
-- file: 002_checks.sql
ALTER TABLE orders ADD CONSTRAINT amount_positive CHECK (amount > 0) NOT VALID;
-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT amount_positive;
BEGIN;
ALTER TABLE orders ADD CONSTRAINT amount_small CHECK (amount < 1000) NOT VALID;
COMMIT;
BEGIN;
ALTER TABLE orders VALIDATE CONSTRAINT amount_small;
COMMIT;
CREATE TABLE tags (name text);
ALTER TABLE tags ADD CONSTRAINT named CHECK (name <> '') NOT VALID;
ALTER TABLE tags VALIDATE CONSTRAINT named;
