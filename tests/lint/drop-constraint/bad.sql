-- found: 2
-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int CHECK (amount > 0), email text UNIQUE);
-- file: 002_looser.sql
ALTER TABLE orders DROP CONSTRAINT orders_amount_check;
ALTER TABLE orders DROP CONSTRAINT IF EXISTS orders_email_key;
