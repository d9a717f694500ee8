-- expect: equal|refused
-- PostgreSQL keeps these names for itself.
CREATE TABLE t (id INTEGER PRIMARY KEY, ctid TEXT, xmin INT, tableoid INT);
INSERT INTO t VALUES (1, 'a', 2, 3);
