-- expect: equal
CREATE TABLE t (a INT, b INT, s TEXT, total INT GENERATED ALWAYS AS (a * b) STORED, twice INT AS (a + a) VIRTUAL,
  shout TEXT AS (upper(s)) STORED);
INSERT INTO t (a, b, s) VALUES (2, 3, 'abc'), (NULL, 3, 'ä');
