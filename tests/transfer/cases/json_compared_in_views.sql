-- expect: equal
-- The type json has no equality: a view that asks for one is left out.
CREATE TABLE t (id INTEGER PRIMARY KEY, j JSON UNIQUE, v INT);
CREATE TABLE u (j JSON);
CREATE VIEW each AS SELECT DISTINCT j FROM t;
CREATE VIEW counted AS SELECT j, count(*) AS n FROM t GROUP BY j;
CREATE VIEW both AS SELECT j FROM t UNION SELECT j FROM u;
CREATE VIEW built_on AS SELECT j FROM each;
CREATE VIEW fine AS SELECT id FROM t WHERE j = '{}';
INSERT INTO t VALUES (1, '{}', 1), (2, '[1]', 2);
INSERT INTO u VALUES ('{}');
