-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, amount int);
CREATE VIEW small AS SELECT id FROM orders WHERE amount < 10;
CREATE FOREIGN TABLE far (id bigint) SERVER other;
-- file: 002_checks.sql
ALTER TABLE orders ADD CONSTRAINT amount_positive CHECK (amount > 0) NOT VALID;
-- dunlin:unit
ALTER TABLE orders VALIDATE CONSTRAINT amount_positive;
CREATE TABLE refunds (id bigint PRIMARY KEY, amount int);
ALTER TABLE refunds ADD CHECK (amount > 0);
ALTER FOREIGN TABLE far ADD CHECK (id > 0);
CREATE TEMP TABLE scratch (id bigint);
ALTER TABLE scratch ADD CHECK (id > 0);
