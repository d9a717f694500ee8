-- expect: refused
CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT);
INSERT INTO t VALUES (1, CAST(x'63616665e9' AS TEXT)), (2, 'café'), (3, CAST(x'eda080' AS TEXT));
