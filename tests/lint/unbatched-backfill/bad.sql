-- found: 5
-- left: 2
-- file: 001_orders.sql
CREATE TABLE app.orders (id bigint PRIMARY KEY, region text, state text, email text);
CREATE TABLE app.lines (order_id bigint, line int, amount int, note text, PRIMARY KEY (order_id, line));
CREATE TABLE keyless (region text);
-- file: 002_fill.sql
UPDATE app.orders SET region = 'eu' WHERE region IS NULL;
-- An = with a column that isn't unique, and a key in an OR.
DELETE FROM app.orders AS o WHERE o.state = 'gone';
UPDATE app.lines SET note = '' WHERE order_id = 1 OR note IS NULL;
UPDATE app.orders SET id = id + 1 WHERE id > 100;
UPDATE keyless SET region = 'eu' WHERE region <> 'eu';
CREATE TABLE tags (name text);
