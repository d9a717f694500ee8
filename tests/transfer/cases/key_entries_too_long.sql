-- expect: refused
CREATE TABLE t (id BLOB PRIMARY KEY, a INTEGER);
INSERT INTO t VALUES (randomblob(3000), 1), (x'00', 2);
