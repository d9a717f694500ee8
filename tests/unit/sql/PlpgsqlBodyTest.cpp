// The statements in a PL/pgSQL body, and the texts that EXECUTE puts together.
#include <gtest/gtest.h>

#include "sql/command/DynamicText.hpp"
#include "sql/command/PlpgsqlBody.hpp"

namespace dunlin::sql {
namespace {

using Texts = std::vector<std::string>;

Texts texts(std::string_view body) {
  const EmbeddedStatements read = read_plpgsql_body(body);
  EXPECT_EQ(read.error, "") << body;
  Texts found;
  for (const EmbeddedStatement& one : read.statements) {
    EXPECT_EQ(one.text.size(), one.place.length);
    std::string marks = one.dynamic ? "!" : "";
    if (one.conditional) marks += one.alternative ? "~" : "?";
    found.push_back(marks + (marks.empty() ? "" : " ") + one.text);
  }
  return found;
}

TEST(PlpgsqlBody, FindsStatementsThroughBlocksAndBranches) {
  EXPECT_EQ(
      texts(
          "BEGIN a b; IF x = CASE WHEN y THEN 1 ELSE 2 END THEN c d; ELSIF z THEN e; ELSE f g; END IF; END"),
      (Texts{"a b", "? c d", "? e", "~ f g"}));
  EXPECT_EQ(
      texts("<<l>> DECLARE n int := 1; c CURSOR FOR SELECT 1; BEGIN <<m>> LOOP a; EXIT m WHEN b; END LOOP m; "
            "WHILE n > 0 LOOP b; END LOOP; FOR i IN 1..10 LOOP c; END LOOP; END l;"),
      (Texts{"? a", "? b", "? c"}));
  EXPECT_EQ(texts("BEGIN CASE n WHEN 1, 2 THEN a; WHEN 3 THEN b; ELSE c; END CASE; d; END;"),
            (Texts{"? a", "? b", "~ c", "d"}));
}

TEST(PlpgsqlBody, WhatAHandlerGuardsMayNotHaveRun) {
  EXPECT_EQ(
      texts("BEGIN a; BEGIN CREATE TYPE m AS ENUM (); EXCEPTION WHEN duplicate_object OR others THEN b; "
            "WHEN sqlstate '42P07' THEN NULL; END; c; END"),
      (Texts{"a", "? CREATE TYPE m AS ENUM ()", "~ b", "c"}));
}

TEST(PlpgsqlBody, WhatComesBehindAWayOutMayNotHaveRun) {
  EXPECT_EQ(texts("BEGIN a; IF x THEN RETURN; END IF; b; EXECUTE 'c'; END"), (Texts{"a", "? b", "!? 'c'"}));
  EXPECT_EQ(texts("BEGIN a; RETURN NEXT x; RETURN QUERY SELECT 1; b; END"), (Texts{"a", "SELECT 1", "b"}));
  EXPECT_EQ(texts("BEGIN <<l>> BEGIN a; EXIT l WHEN x; BEGIN b; END; c; END; d; END"),
            (Texts{"a", "? b", "? c", "d"}));
  EXPECT_EQ(texts("<<l>> BEGIN LOOP EXIT WHEN x; EXIT; END LOOP; a; EXIT L; b; END"), (Texts{"a", "? b"}));
  EXPECT_EQ(texts("BEGIN BEGIN a; EXCEPTION WHEN others THEN RETURN; END; b; END"), (Texts{"? a", "? b"}));
}

TEST(PlpgsqlBody, OneIfIsAGuard) {
  const auto guards = [](std::string_view body) {
    Texts found;
    for (const EmbeddedStatement& one : read_plpgsql_body(body).statements) found.push_back(one.guard);
    return found;
  };
  EXPECT_EQ(guards("BEGIN a; IF NOT x THEN b; ELSIF y THEN c; ELSE d; END IF; e; END"),
            (Texts{"", "NOT x", "", "", ""}));
  EXPECT_EQ(guards("BEGIN IF x THEN IF y THEN a; END IF; LOOP b; END LOOP; BEGIN c; END; END IF; END"),
            (Texts{"", "", "x"}));
  EXPECT_EQ(guards("BEGIN IF x THEN BEGIN a; EXCEPTION WHEN others THEN b; END; RETURN; END IF; END"),
            (Texts{"", ""}));
  EXPECT_EQ(guards("BEGIN IF x THEN a; RETURN; b; END IF; IF y THEN c; END IF; END"), (Texts{"x", "", ""}));
}

TEST(PlpgsqlBody, PassesOverWhatIsNotSql) {
  EXPECT_EQ(texts("BEGIN n := f(1); r.a[1].b = 2; $1 := 3; RAISE NOTICE 'x; y'; RETURN n; GET DIAGNOSTICS n "
                  "= ROW_COUNT; "
                  "OPEN c; FETCH c INTO n; CLOSE c; ASSERT true; NULL; RETURN NEXT; COMMIT; ROLLBACK; END"),
            Texts{});
  EXPECT_EQ(texts("#variable_conflict use_column\nBEGIN UPDATE t SET a = 1; END"),
            Texts{"UPDATE t SET a = 1"});
  EXPECT_EQ(texts("BEGIN /* ; END */ a 'b;'; -- c;\n END"), Texts{"a 'b;'"});
}

TEST(PlpgsqlBody, GivesTheServersTextAtTheSamePlaces) {
  EXPECT_EQ(texts("BEGIN PERFORM f(); SELECT a, b INTO STRICT x, y.z FROM t; INSERT INTO t VALUES (1) "
                  "RETURNING id INTO n; "
                  "MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE; END"),
            (Texts{"SELECT  f()", "SELECT a, b                    FROM t",
                   "INSERT INTO t VALUES (1) RETURNING id       ",
                   "MERGE INTO t USING u ON true WHEN MATCHED THEN DELETE"}));
}

TEST(PlpgsqlBody, ReadsQueriesOfLoopsReturnsAndCursors) {
  EXPECT_EQ(
      texts("BEGIN FOR r IN SELECT 1 LOOP a; END LOOP; FOR r IN EXECUTE 'x' || y USING z LOOP b; END LOOP; "
            "RETURN QUERY SELECT 2; RETURN QUERY EXECUTE s; OPEN c FOR SELECT 3; EXECUTE 'q' INTO n USING m; "
            "END"),
      (Texts{"? SELECT 1", "? a", "!? 'x' || y", "? b", "SELECT 2", "! s", "SELECT 3", "! 'q'"}));
}

TEST(PlpgsqlBody, SaysWhatItCannotRead) {
  EXPECT_NE(read_plpgsql_body("BEGIN IF x THEN a; END").error, "");
  EXPECT_NE(read_plpgsql_body("SELECT 1;").error, "");
  EXPECT_NE(read_plpgsql_body("BEGIN a; END; b;").error, "");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "BEGIN ";
  EXPECT_NE(read_plpgsql_body(deep).error, "");
}

TEST(DynamicText, IsKnownWhenMadeOfConstants) {
  EXPECT_EQ(read_dynamic_text("'DROP TABLE t'").text, "DROP TABLE t");
  EXPECT_EQ(read_dynamic_text("('a' || $q$ b$q$) || ' c'::text").text, "a b c");
  EXPECT_EQ(
      read_dynamic_text("format('ALTER TABLE %I ADD %s int DEFAULT %L -- %%', 'My T', 'c', 'it''s')").text,
      "ALTER TABLE \"My T\" ADD c int DEFAULT 'it''s' -- %");
  EXPECT_EQ(read_dynamic_text("format('%2$s %1$s', 'a', 'b')").text, "b a");
  EXPECT_EQ(read_dynamic_text("format('%I', t)").text, std::nullopt);
  EXPECT_EQ(read_dynamic_text("sql").text, std::nullopt);
}

Texts unquoted(std::string_view expression) {
  Texts found;
  for (const model::Range& range : read_dynamic_text(expression).unquoted)
    found.emplace_back(expression.substr(range.offset, range.length));
  return found;
}

TEST(DynamicText, NamesWhatIsPutInUnquoted) {
  EXPECT_EQ(unquoted("'DROP TABLE ' || t || ' CASCADE' || (a.b)"), (Texts{"t", "a.b"}));
  EXPECT_EQ(unquoted("'x' || quote_ident(t) || quote_literal(v) || n::int || t::regclass"), Texts{});
  EXPECT_EQ(unquoted("format('%I.%s %L', s, t, v)"), Texts{"t"});
  EXPECT_EQ(unquoted("format('%s %s', quote_ident(t), lower(u))"), Texts{"lower(u)"});
  EXPECT_EQ(unquoted("format('%2$s', a, b)"), Texts{"b"});
  EXPECT_EQ(unquoted("'a' || format('%s', b)"), Texts{"b"});
  EXPECT_EQ(unquoted("stored_sql"), Texts{"stored_sql"});
  EXPECT_EQ(read_dynamic_text("'DROP ' || t || ' x'").constant, "DROP   x");
}

}  // namespace
}  // namespace dunlin::sql
