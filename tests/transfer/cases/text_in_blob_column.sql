-- expect: refused
CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB);
INSERT INTO t VALUES (1, x'00ff10'), (2, 'plain text'), (3, x'');
