-- expect: refused
CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT);
INSERT INTO t VALUES (1, 'ab' || char(0) || 'cd'), (2, 'plain');
