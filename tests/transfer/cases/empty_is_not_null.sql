-- expect: equal
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT, c BLOB NOT NULL, d VARCHAR(3));
INSERT INTO t VALUES (1, '', NULL, x'', 'longer than three'), (2, ' ', '', x'00', '');
