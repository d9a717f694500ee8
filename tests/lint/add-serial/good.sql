-- file: 001_start.sql
CREATE TABLE orders (id uuid PRIMARY KEY);
-- file: 002_change.sql
CREATE SEQUENCE orders_number_seq;
ALTER TABLE orders ADD COLUMN number bigint, ALTER COLUMN number SET DEFAULT nextval('orders_number_seq');
ALTER SEQUENCE orders_number_seq OWNED BY orders.number;
CREATE TABLE items (id bigserial PRIMARY KEY);
ALTER TABLE items ADD COLUMN position serial;
