-- expect: refused
-- SQLite stores the text 1e400 in a JSON column as infinity, a number that JSON doesn't have.
CREATE TABLE t (id INTEGER PRIMARY KEY, j JSON);
INSERT INTO t VALUES (1, '[]'), (2, '1e400');
