-- found: 1
-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int NOT NULL);
-- file: 002_optional.sql
ALTER TABLE orders ADD COLUMN note text, ALTER amount DROP NOT NULL;
