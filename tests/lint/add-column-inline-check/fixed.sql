ALTER TABLE orders
  ADD COLUMN discount int DEFAULT 0 NOT NULL, ADD CONSTRAINT orders_discount_check CHECK (discount >= 0) NOT VALID,
  ADD COLUMN IF NOT EXISTS state text, ADD CONSTRAINT state_known CHECK (state IN ('new', 'paid')) NOT VALID;

-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT state_known;

-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT orders_discount_check;
-- May be there already: not changed automatically.
-- dunlin:unit
ALTER TABLE elsewhere ADD COLUMN IF NOT EXISTS state text CHECK (state <> '');
ALTER TABLE orders ADD tax int, ADD CONSTRAINT orders_check CHECK (tax < amount) NOT VALID;

-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT orders_check;
