ALTER TABLE app.orders ADD CONSTRAINT amount_positive CHECK (amount > 0) NOT VALID;

-- dunlin:unit
ALTER TABLE app.orders VALIDATE CONSTRAINT amount_positive;
-- No name: PostgreSQL's own.
-- dunlin:unit
ALTER TABLE app.orders
  ADD CONSTRAINT orders_amount_check1 CHECK (amount > 1) NOT VALID,
  ADD COLUMN note text;

-- dunlin:unit
ALTER TABLE app.orders VALIDATE CONSTRAINT orders_amount_check1;
-- dunlin:unit
ALTER TABLE IF EXISTS app.orders ADD CONSTRAINT "Payer" CHECK ("Paid by" <> '' /* empty */) NOT VALID;

-- dunlin:unit
ALTER TABLE IF EXISTS app.orders VALIDATE CONSTRAINT "Payer";
-- dunlin:unit
ALTER TABLE elsewhere ADD CONSTRAINT elsewhere_check CHECK (a < b) NOT VALID;

-- dunlin:unit
ALTER TABLE elsewhere VALIDATE CONSTRAINT elsewhere_check;
-- dunlin:unit
CREATE TABLE app.refunds (id bigint PRIMARY KEY);
