-- expect: equal
-- upper() of SQLite folds ASCII only; the exponents of large numbers are SQLite's own; the text is no number in PostgreSQL.
CREATE TABLE t (id INTEGER PRIMARY KEY, x REAL, n TEXT, spelled TEXT AS (x || '') STORED, n_number INTEGER AS (n + 1) VIRTUAL,
  typed AS (coalesce(x, n)), fine INTEGER AS (id + 1));
CREATE INDEX t_spelled ON t (spelled);
CREATE VIEW v AS SELECT spelled || 'x' AS s FROM t;
INSERT INTO t (x, n) VALUES (1e20, '12abc'), (1e-7, ''), (NULL, NULL), (1.5, '3');
