-- expect: equal
CREATE TABLE t (id INTEGER PRIMARY KEY, age INT CHECK (age >= 0 AND age < 150), status TEXT CHECK (status IN ('new', 'it''s', 'done')),
  a REAL, b REAL, CONSTRAINT ordered CHECK (a <= b), CHECK (length(status) > 1 OR status IS NULL), CHECK (status GLOB '[a-z]*'));
INSERT INTO t VALUES (1, 20, 'new', 1, 2), (2, 0, 'it''s', NULL, 2), (3, NULL, NULL, 2, 2);
