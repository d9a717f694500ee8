-- expect: equal
CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT);
INSERT INTO t VALUES (1, x'ff00fe'), (2, x''), (3, NULL);
