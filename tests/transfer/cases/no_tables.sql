-- expect: equal|refused
PRAGMA user_version = 7;
CREATE TABLE t (x);
DROP TABLE t;
