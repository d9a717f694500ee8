-- expect: refused
CREATE TABLE t (id INTEGER PRIMARY KEY, age INT CHECK (age >= 0));
PRAGMA ignore_check_constraints = on;
INSERT INTO t VALUES (1, 5), (2, -5);
