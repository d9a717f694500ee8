ALTER TABLE orders ADD COLUMN note text;

-- dunlin:unit
ALTER TABLE orders ADD CONSTRAINT orders_customer_id_nn CHECK (customer_id IS NOT NULL) NOT VALID, ADD CONSTRAINT "orders_State_nn" CHECK ("State" IS NOT NULL) NOT VALID;

-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_id_nn, VALIDATE CONSTRAINT "orders_State_nn";

-- dunlin:unit
ALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL, ALTER COLUMN "State" SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT orders_customer_id_nn, DROP CONSTRAINT "orders_State_nn";
-- A table that no file here makes.
-- dunlin:unit
ALTER TABLE app.unknown ADD CONSTRAINT unknown_a_nn CHECK (a IS NOT NULL) NOT VALID;

-- dunlin:unit
ALTER TABLE app.unknown VALIDATE CONSTRAINT unknown_a_nn;

-- dunlin:unit
ALTER TABLE app.unknown ALTER COLUMN a SET NOT NULL;
ALTER TABLE app.unknown DROP CONSTRAINT unknown_a_nn;
-- dunlin:unit
SELECT 1;
