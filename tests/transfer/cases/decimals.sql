-- expect: equal
-- More digits than declared, integers, and none at all.
CREATE TABLE t (id INTEGER PRIMARY KEY, a DECIMAL(10,2), b NUMERIC, c decimal(5,2));
INSERT INTO t VALUES (1, 1234567.891, 9007199254740993, 123.45), (2, 5, 1e20, 1000000), (3, 0.1, -0.25, NULL);
