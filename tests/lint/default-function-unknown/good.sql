-- file: 001_start.sql
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE FUNCTION one() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';
CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 2; END';
-- file: 002_change.sql
ALTER TABLE orders ADD COLUMN n int DEFAULT one(), ADD COLUMN day text DEFAULT to_char(now(), 'DD');
-- these do rewrite: another rule
ALTER TABLE orders ADD COLUMN k uuid DEFAULT gen_random_uuid(), ADD COLUMN two int DEFAULT two();
CREATE TABLE items (code text DEFAULT app.next_code());
ALTER TABLE items ADD COLUMN code_2 text DEFAULT app.next_code();
