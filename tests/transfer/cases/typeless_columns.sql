-- expect: equal
CREATE TABLE t (id INTEGER PRIMARY KEY, i, s, b, e);
INSERT INTO t VALUES (1, 5, 'x', x'00', NULL), (2, -5, 'y', x'ff', NULL);
