-- expect: equal
-- NULLs are distinct in both.
CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT, UNIQUE (a, b) ON CONFLICT REPLACE);
INSERT INTO t VALUES (1, NULL, 'x'), (2, NULL, 'x'), (3, 1, NULL), (4, 1, NULL);
