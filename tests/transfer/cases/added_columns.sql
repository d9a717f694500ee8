-- expect: equal
-- Rows that are shorter on disk than their table: the default stands for what isn't stored.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t VALUES (1, 'old'), (2, 'old');
ALTER TABLE t ADD COLUMN n INT NOT NULL DEFAULT 7;
ALTER TABLE t ADD COLUMN s TEXT DEFAULT 'later';
INSERT INTO t VALUES (3, 'new', 8, NULL);
