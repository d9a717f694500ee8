-- dunlin:batch table=app.orders key=id size=10000
UPDATE app.orders SET region = 'eu' WHERE region IS NULL;
-- An = with a column that isn't unique, and a key in an OR.
-- dunlin:batch table=app.orders key=id size=10000
DELETE FROM app.orders AS o WHERE o.state = 'gone';
-- dunlin:batch table=app.lines key=order_id,line size=10000
UPDATE app.lines SET note = '' WHERE order_id = 1 OR note IS NULL;
UPDATE app.orders SET id = id + 1 WHERE id > 100;
UPDATE keyless SET region = 'eu' WHERE region <> 'eu';
CREATE TABLE tags (name text);
