-- file: 001_start.sql
CREATE TABLE orders (code varchar(10), name varchar(20), total numeric(10,2), at timestamp, net cidr, "Free" varchar(5)[]);
CREATE DOMAIN label AS text;
-- file: 002_change.sql
ALTER TABLE orders ALTER COLUMN code TYPE varchar(20), ALTER COLUMN name TYPE text USING name::text;
ALTER TABLE orders ALTER COLUMN total TYPE numeric(14,2), ALTER COLUMN net TYPE inet;
ALTER TABLE orders ALTER COLUMN at TYPE timestamptz;
ALTER TABLE orders ALTER COLUMN "Free" TYPE varchar[];
ALTER TABLE orders ALTER COLUMN name TYPE label;
-- its USING is another rule's
ALTER TABLE orders ALTER COLUMN code TYPE text USING lower(code);
CREATE TABLE items (id int);
ALTER TABLE items ALTER COLUMN id TYPE bigint;
