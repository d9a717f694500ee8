-- found: 3
-- file: 001_start.sql
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- file: 002_change.sql
ALTER TABLE orders ADD COLUMN code text DEFAULT app.next_code();
ALTER TABLE orders ADD COLUMN n int DEFAULT one(), ADD COLUMN m int DEFAULT 2;
ALTER TABLE orders ADD COLUMN short text DEFAULT upper(short_id(8));
