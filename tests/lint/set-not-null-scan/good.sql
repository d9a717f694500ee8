-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, amount int NOT NULL);
-- file: 002_required.sql
ALTER TABLE orders ADD CONSTRAINT orders_customer_id_nn CHECK (customer_id IS NOT NULL) NOT VALID;
-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_id_nn;
-- dunlin:unit
ALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT orders_customer_id_nn;
ALTER TABLE orders ALTER COLUMN amount SET NOT NULL;
ALTER TABLE unknown ADD CONSTRAINT a_there CHECK (a IS NOT NULL AND b > 0) NOT VALID;
-- dunlin:unit
ALTER TABLE unknown VALIDATE CONSTRAINT a_there;
ALTER TABLE unknown ALTER a SET NOT NULL;
CREATE TABLE tags (name text);
ALTER TABLE tags ALTER COLUMN name SET NOT NULL;
