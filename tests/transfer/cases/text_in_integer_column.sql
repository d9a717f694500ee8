-- expect: refused
-- Values that an INTEGER column doesn't turn into numbers.
CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
INSERT INTO t VALUES (1, 1), (2, 'abc'), (3, ''), (4, 1.5), (5, 2);
