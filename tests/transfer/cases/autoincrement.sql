-- expect: equal
-- The next number is 101, not 3.
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);
INSERT INTO t VALUES (1, 'a'), (2, 'b'), (100, 'gone');
DELETE FROM t WHERE id = 100;
CREATE TABLE empty (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);
INSERT INTO empty (a) VALUES ('gone');
DELETE FROM empty;
