-- file: 001_types.sql
CREATE DOMAIN amount AS int;
CREATE DOMAIN unused AS int;
CREATE TABLE orders (id bigint PRIMARY KEY, total amount);
-- file: 002_positive.sql
ALTER DOMAIN amount ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
-- dunlin:unit
ALTER DOMAIN amount VALIDATE CONSTRAINT positive;
ALTER DOMAIN unused ADD CHECK (VALUE > 0);
CREATE DOMAIN rate AS numeric;
CREATE TABLE rates (id bigint PRIMARY KEY, r rate);
ALTER DOMAIN rate ADD CHECK (VALUE > 0);
ALTER DOMAIN amount DROP NOT NULL;
