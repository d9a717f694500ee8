-- found: 2
-- file: 001_types.sql
CREATE DOMAIN amount AS int;
CREATE TABLE orders (id bigint PRIMARY KEY, total amount);
-- file: 002_positive.sql
ALTER DOMAIN amount ADD CHECK (VALUE > 0);
ALTER DOMAIN amount ADD CONSTRAINT small CHECK (VALUE < 1000000);
COMMENT ON DOMAIN amount IS 'money';
