-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, CONSTRAINT a_nn CHECK (a IS NOT NULL), CONSTRAINT b_positive CHECK (b > 0));
-- file: 002_required.sql
ALTER TABLE orders ALTER COLUMN a SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT a_nn;
ALTER TABLE orders ALTER COLUMN a SET NOT NULL, DROP CONSTRAINT b_positive;
