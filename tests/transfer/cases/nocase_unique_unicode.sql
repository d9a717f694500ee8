-- expect: equal
-- SQLite folds ASCII only: these two are different there.
CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE);
INSERT INTO t VALUES (1, 'Ä'), (2, 'ä');
