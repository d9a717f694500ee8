-- expect: equal
-- A constraint of PostgreSQL names a column once.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, UNIQUE (a, a));
CREATE TABLE p (a INT, b INT, PRIMARY KEY (a, b, a));
CREATE TABLE w (a, b, PRIMARY KEY (a, a)) WITHOUT ROWID;
CREATE INDEX t_a ON t (a, a);
INSERT INTO t VALUES (1, 'x'), (2, NULL), (3, NULL);
INSERT INTO p VALUES (1, 2), (1, 3);
INSERT INTO w VALUES (1, 2);
