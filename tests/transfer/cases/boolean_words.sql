-- expect: equal
CREATE TABLE t (id INTEGER PRIMARY KEY, a BOOLEAN);
INSERT INTO t VALUES (1, 't'), (2, 'f'), (3, 'true'), (4, 'FALSE');
