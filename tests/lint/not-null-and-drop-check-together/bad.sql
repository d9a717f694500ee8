-- found: 1
-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, CONSTRAINT a_nn CHECK (a IS NOT NULL));
-- file: 002_required.sql
ALTER TABLE orders ALTER COLUMN a SET NOT NULL, DROP CONSTRAINT a_nn, ALTER COLUMN b SET DEFAULT 0;
