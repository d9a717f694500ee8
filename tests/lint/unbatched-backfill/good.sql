-- file: 001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, region text, email text UNIQUE);
CREATE TABLE lines (order_id bigint, line int, amount int, PRIMARY KEY (order_id, line));
-- file: 002_fill.sql
UPDATE orders SET region = 'eu' WHERE id = 17;
UPDATE orders SET region = 'eu' WHERE orders.id IN (17, 18) AND region IS NULL;
UPDATE orders SET region = 'eu' WHERE id BETWEEN 1 AND 1000;
UPDATE orders SET region = 'eu' WHERE "email" = 'a@b.c';
DELETE FROM lines WHERE line = 1 AND order_id = 5;
UPDATE orders SET region = 'eu' WHERE id IN (SELECT id FROM orders WHERE region IS NULL ORDER BY id LIMIT 5000);
UPDATE settings SET value = 'on' WHERE id = 3;
-- dunlin:batch table=public.orders key=id size=10000
UPDATE orders SET region = 'eu' WHERE region IS NULL;
CREATE TABLE tags (name text);
INSERT INTO tags VALUES ('a'), ('b');
UPDATE tags SET name = 'c' WHERE name <> 'd';
CREATE TEMP TABLE scratch (name text);
DELETE FROM scratch WHERE name <> 'd';
