-- expect: refused
CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT);
INSERT INTO t VALUES (1, 'text'), (2, x'ff00fe'), (3, x'6869');
