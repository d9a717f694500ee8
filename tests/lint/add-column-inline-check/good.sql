-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int);
-- file: 002_columns.sql
ALTER TABLE orders ADD COLUMN discount int, ADD CONSTRAINT discount_positive CHECK (discount >= 0) NOT VALID;
CREATE TABLE refunds (id bigint PRIMARY KEY);
ALTER TABLE refunds ADD COLUMN amount int CHECK (amount > 0);
