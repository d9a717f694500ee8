#pragma once

#include <string>
#include <vector>

namespace dunlin::sqlite::test {

/// CREATE TABLE statements with what is odd about SQLite's.
inline const std::vector<std::string>& table_samples() {
  static const std::vector<std::string> samples = {
      "CREATE TABLE t (a)",
      "CREATE TABLE t (a INT, b TEXT, c)",
      "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, b varchar (20) DEFAULT 'it''s' COLLATE "
      "nocase)",
      "CREATE TABLE t ([a b] [odd type], `c``d` \"quoted type\", 'e' 'f', \"g\"\"h\" UNSIGNED BIG INT(10 , "
      "-2))",
      "create table if not exists t -- comment ( , \n (a /* b, c */ int, d /* unfinished ) */)",
      "CREATE TABLE t (a NUMERIC(10,2) CONSTRAINT n NOT NULL ON CONFLICT IGNORE CONSTRAINT c CHECK (a > 0 "
      "AND a < 1e6))",
      "CREATE TABLE t (a INT REFERENCES p, b INT REFERENCES p(x) ON DELETE SET NULL ON UPDATE CASCADE MATCH "
      "FULL "
      "DEFERRABLE INITIALLY DEFERRED, c INT NOT DEFERRABLE)",
      "CREATE TABLE t (a, b, c, PRIMARY KEY (a, b DESC) ON CONFLICT REPLACE, UNIQUE (c COLLATE nocase) "
      "CONSTRAINT f FOREIGN KEY (b, c) REFERENCES p (x, y) ON DELETE RESTRICT, CHECK (a <> b)) WITHOUT ROWID",
      "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a * 2) STORED, c TEXT AS (a || 'x'), d INT AS (a) "
      "VIRTUAL)",
      "CREATE TABLE t (a INT, b ANY, c BLOB) STRICT",
      "CREATE TABLE t (a INT DEFAULT -5, b DEFAULT +1.5e3, c DEFAULT (1+2), d DEFAULT CURRENT_TIMESTAMP, e "
      "DEFAULT x'00ff', "
      "f DEFAULT NULL, g DEFAULT true, h DEFAULT word, i DEFAULT \"dq\", j DEFAULT 0x10, k DEFAULT "
      "(strftime('%s', 'now')))",
      "CREATE TABLE t (key TEXT, \"order\" INT, action INT, replace INT, view INT, temp TEXT, row INT, rows, "
      "filter, over, "
      "window, generated, always, match, like, glob, if, end, first, last)",
      "CREATE TABLE t (a generated always, b INT generated, c always AS (a))",
      "CREATE TABLE t (a DECIMAL(10,2)NOT NULL,b DATETIME DEFAULT(datetime('now')),c BOOLEAN CHECK(c "
      "IN(0,1)))",
      "CREATE TABLE \"t\" (\"é\" TEXT, 日本 INT, _a$1 INT)",
      "CREATE TABLE t (a CHECK (a NOT NULL), b NULL, c CONSTRAINT dangling, CONSTRAINT also)",
      "CREATE TABLE t (a, b, FOREIGN KEY (a) REFERENCES t (b) DEFERRABLE INITIALLY IMMEDIATE UNIQUE (a) "
      "CHECK (b))",
      "CREATE TABLE t AS SELECT 1 AS a, 'x' AS b",
      "CREATE TABLE t (a INT) WITHOUT ROWID, STRICT",
  };
  return samples;
}

/// Expressions whose every operator and form the parser should know; columns a, b and c exist.
inline const std::vector<std::string>& expression_samples() {
  static const std::vector<std::string> samples = {
      "1 + 2 * 3 - -4 % 5",
      "a || b -> '$.x' ->> 'y'",
      "NOT a = b AND c OR a",
      "a = NOT b",
      "- a COLLATE nocase",
      "~a & b | c << 2 >> 1",
      "a < b = c",
      "a == b != c <> 1",
      "a IS NULL AND b IS NOT NULL OR c ISNULL OR a NOTNULL OR b NOT NULL",
      "a IS b AND a IS NOT b AND a IS DISTINCT FROM b AND a IS NOT DISTINCT FROM b",
      "a LIKE 'x%' ESCAPE '!' AND b NOT GLOB '[a-z]*'",
      "a BETWEEN 1 AND 2 AND b NOT BETWEEN c + 1 AND c + 2",
      "a IN (1, 2, 3) OR a NOT IN () OR a IN (SELECT b FROM t) OR a IN one OR a IN main.one",
      "CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' ELSE 'z' END || CASE WHEN a THEN b END",
      "CAST(a AS VARCHAR(10)) || CAST(b AS \"double precision\")",
      "EXISTS (SELECT 1) AND NOT EXISTS (VALUES (1), (2))",
      "(SELECT max(a) FROM t WHERE b = 1)",
      "(a, b) = (1, 2)",
      "x'00fF' = X'' AND 0x1F = 1.5 + .5 + 2. + 1e10 + 1E-3",
      "\"a\" = 'it''s' AND [b] = `c` AND \"no such column\" = 'x'",
      "count(*) FILTER (WHERE a > 1) OVER (PARTITION BY b ORDER BY c DESC NULLS LAST ROWS BETWEEN 1 "
      "PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES)",
      "sum(a) OVER (ORDER BY b RANGE UNBOUNDED PRECEDING)",
      "group_concat(a, ', ')",
      "coalesce(t.a, main.t.b, CURRENT_TIMESTAMP, current_date)",
      "replace(like('a', b), glob('a', b), '')",
      "CASE WHEN (a) THEN (((b))) END",
      "a /* comment */ + -- another\n b",
  };
  return samples;
}

inline const std::vector<std::string>& select_samples() {
  static const std::vector<std::string> samples = {
      "SELECT * FROM t",
      "SELECT u.*, u.a AS x, u.b y, v.c 'z', 1 FROM t AS u, t v JOIN t w ON u.a = w.b LEFT OUTER JOIN t q "
      "USING "
      "(a, b)",
      "SELECT DISTINCT a FROM t WHERE b > 1 GROUP BY a, b HAVING count(*) > 1 ORDER BY 1 DESC, a COLLATE "
      "nocase LIMIT 5 OFFSET 2",
      "SELECT a FROM t LIMIT 2, 5",
      "SELECT 1 UNION SELECT 2 UNION ALL SELECT 3 INTERSECT SELECT 4 EXCEPT SELECT 5 ORDER BY 1",
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10), m AS MATERIALIZED "
      "(SELECT 1) SELECT * FROM n, m",
      "SELECT * FROM (SELECT a FROM t) AS s NATURAL JOIN t CROSS JOIN (t AS x JOIN t AS y ON x.a = y.a)",
      "VALUES (1, 2), (3, 4)",
      "SELECT a, row_number() OVER w FROM t WINDOW w AS (PARTITION BY b ORDER BY c), v AS (w ROWS 1 "
      "PRECEDING)",
      "SELECT value FROM json_each('[1]') AS j WHERE j.key = 0",
      "SELECT a FROM t INDEXED BY i WHERE a NOT IN (SELECT b FROM t NOT INDEXED)",
  };
  return samples;
}

inline const std::vector<std::string>& trigger_samples() {
  static const std::vector<std::string> samples = {
      "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = new.a, (b, c) = (1, 2) WHERE rowid = "
      "new.rowid; END",
      "CREATE TEMP TRIGGER IF NOT EXISTS g BEFORE UPDATE OF a, b ON t FOR EACH ROW WHEN old.a <> new.a BEGIN "
      "SELECT RAISE(ABORT, 'no'), RAISE(IGNORE); DELETE FROM t WHERE a = old.a; END",
      "CREATE TRIGGER g INSTEAD OF DELETE ON v BEGIN INSERT OR REPLACE INTO t (a) VALUES (old.a); REPLACE "
      "INTO t SELECT 1, 2, 3; "
      "INSERT INTO t DEFAULT VALUES; INSERT INTO t (a) VALUES (1) ON CONFLICT (a) WHERE b DO UPDATE SET b = "
      "excluded.b WHERE c "
      "ON CONFLICT DO NOTHING; END;",
      "CREATE TRIGGER g DELETE ON t BEGIN WITH x AS (SELECT 1) SELECT * FROM x; UPDATE t SET a = 1 FROM t AS "
      "u WHERE u.a = t.b; END",
  };
  return samples;
}

}  // namespace dunlin::sqlite::test
