-- expect: equal
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, total REAL, updated_at TEXT);
CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT);
INSERT INTO orders VALUES (1, 'ann', 10.5, NULL), (2, 'bob', 20, '2024-01-01 00:00:00');
CREATE VIEW totals AS SELECT customer, sum(total) AS total, count(*) AS n FROM orders GROUP BY customer ORDER BY 1;
CREATE VIEW odd AS SELECT printf('%5.2q', total) FROM orders;
CREATE VIEW broken AS SELECT * FROM never_made;
CREATE TRIGGER touch AFTER UPDATE OF total ON orders WHEN new.total <> old.total BEGIN
  UPDATE orders SET updated_at = datetime('now') WHERE id = new.id;
  INSERT INTO log (what) VALUES ('order ' || new.id);
END;
CREATE TRIGGER guard BEFORE DELETE ON orders BEGIN SELECT RAISE(ABORT, 'orders stay'); END;
