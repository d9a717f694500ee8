-- expect: equal
-- One value that is no date makes the column text: nothing is lost.
CREATE TABLE t (id INTEGER PRIMARY KEY, d DATETIME);
INSERT INTO t VALUES (1, '2024-01-01 00:00:00'), (2, '0000-00-00 00:00:00'), (3, ''), (4, 'yesterday');
