-- expect: refused
CREATE TABLE t (k TEXT PRIMARY KEY, v INT);
INSERT INTO t VALUES (NULL, 1), (NULL, 2), ('a', 3);
