-- found: 4
-- left: 1
-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int);
-- file: 002_columns.sql
ALTER TABLE orders
  ADD COLUMN discount int DEFAULT 0 CHECK (discount >= 0) NOT NULL,
  ADD COLUMN IF NOT EXISTS state text CONSTRAINT state_known CHECK (state IN ('new', 'paid'));
-- May be there already: not changed automatically.
ALTER TABLE elsewhere ADD COLUMN IF NOT EXISTS state text CHECK (state <> '');
ALTER TABLE orders ADD tax int CHECK (tax < amount);
