-- expect: equal
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT '''); DROP TABLE t; --', b TEXT DEFAULT '$$ \ %s {} "');
INSERT INTO t (id) VALUES (1);
