-- expect: equal
CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT, deleted_at TEXT, email TEXT);
CREATE INDEX t_desc ON t (a DESC, b);
CREATE UNIQUE INDEX t_live ON t (email) WHERE deleted_at IS NULL;
CREATE INDEX t_lower ON t (lower(b));
CREATE INDEX t_sum ON t (a + id) WHERE a > 0;
CREATE UNIQUE INDEX "odd ""name" ON t (id, a);
INSERT INTO t VALUES (1, 1, 'x', NULL, 'a@b'), (2, 2, 'y', '2024', 'a@b'), (3, NULL, 'z', '2024', 'a@b');
