-- expect: equal
-- SQLite keeps the type that the expression gives.
CREATE TABLE t (id INTEGER PRIMARY KEY, price DECIMAL(10,2), name TEXT, made AS (length(price)), shown TEXT AS (price || ' EUR') STORED,
  long AS (length(name) * 2) STORED, both AS (name || '!'));
CREATE VIEW v AS SELECT id, made + 1 AS more, both || '?' AS asked FROM t;
INSERT INTO t (price, name) VALUES (185.5, 'a'), (20, 'ä'), (0.25, NULL), (NULL, 'xyz');
