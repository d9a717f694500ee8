-- found: 3
-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, amount int, "State" text, CONSTRAINT has_amount CHECK (amount IS NOT NULL) NOT VALID);
-- file: 002_required.sql
ALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL, ALTER "State" SET NOT NULL, ADD COLUMN note text;
-- A table that no file here makes.
ALTER TABLE app.unknown ALTER COLUMN a SET NOT NULL;
SELECT 1;
