-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int NOT NULL CHECK (amount > 0), CONSTRAINT amount_nn CHECK (amount IS NOT NULL));
-- file: 002_looser.sql
ALTER TABLE orders DROP CONSTRAINT orders_amount_check;
ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 1) NOT VALID;
ALTER TABLE orders DROP CONSTRAINT amount_nn;
ALTER TABLE orders DROP CONSTRAINT IF EXISTS never_there;
CREATE TABLE tags (name text UNIQUE);
ALTER TABLE tags DROP CONSTRAINT tags_name_key;
