-- file: 001_tables.sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY);
-- file: 002_columns.sql
ALTER TABLE orders ADD COLUMN owner_id bigint DEFAULT 1;
-- dunlin:unit
ALTER TABLE orders ADD CONSTRAINT orders_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES users (id) NOT VALID;
CREATE TABLE refunds (id bigint PRIMARY KEY);
ALTER TABLE refunds ADD COLUMN owner_id bigint DEFAULT 1 REFERENCES users (id);
