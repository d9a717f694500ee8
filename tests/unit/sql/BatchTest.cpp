#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/Error.hpp"
#include "sql/BatchedStatement.hpp"
#include "sql/Split.hpp"

namespace dunlin::sql {
namespace {

using std::chrono::milliseconds;

std::string refusal(const std::string& text) {
  try {
    split({text, "m.sql"});
  } catch (const Error& error) {
    return std::string(error.fact("line")) + ": " + error.message();
  }
  return "not refused";
}

TEST(BatchDirective, ReadsItsOptions) {
  const auto batch = parse_batch_directive(
      "TABLE=public.\"My Users\"  key=Id,\"Second Key\"\tsize=500 pause=50ms max_lag=2min");
  EXPECT_EQ(batch.table, (QualifiedName{"public", "My Users"}));
  EXPECT_EQ(batch.key, (std::vector<std::string>{"id", "Second Key"}));
  EXPECT_EQ(batch.size, 500);
  EXPECT_EQ(batch.pause, milliseconds(50));
  EXPECT_EQ(batch.max_lag, milliseconds(120'000));
  const auto plain = parse_batch_directive("table=users key=id");
  EXPECT_EQ(plain.size, 10'000);
  EXPECT_EQ(plain.pause, milliseconds(0));
  EXPECT_EQ(plain.max_lag, milliseconds(10'000));
}

TEST(BatchDirective, RefusesWhatHasNoMeaning) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "dunlin:batch needs table="},
      {"table=a", "dunlin:batch needs key="},
      {"table=a key=id size=0", "dunlin:batch: size=0 isn't a number of rows"},
      {"table=a key=id size=10k", "dunlin:batch: size=10k isn't a number of rows"},
      {"table=a key=id size=99999999999999999999",
       "dunlin:batch: size=99999999999999999999 isn't a number of rows"},
      {"table=a key=id,id", "dunlin:batch: key=id,id has no meaning"},
      {"table=a key=", "dunlin:batch: key= has no meaning"},
      {"table=a key=id, b", "dunlin:batch: key=id, has no meaning"},
      {"table=a;b key=id", "dunlin:batch: table=a;b has no meaning"},
      {"table=a key=id key=b", "dunlin:batch: key is given twice"},
      {"table=a key=id rows=5", "dunlin:batch has no option rows"},
      {"table=a key id", "dunlin:batch: 'key' isn't NAME=VALUE"},
  };
  for (const auto& [argument, message] : cases) {
    EXPECT_EQ(refusal("SELECT 1;\n-- dunlin:batch " + argument + "\nDELETE FROM a"), "2: " + message)
        << argument;
  }
  EXPECT_NE(
      refusal("-- dunlin:batch table=a key=id pause=soon\nDELETE FROM a").find("1: dunlin:batch: pause: "),
      std::string::npos);
}

TEST(BatchedStatement, ReadsTargetAliasAndAssignments) {
  const auto update = read_batched_statement(
      "UPDATE ONLY app.users * AS \"U\" SET a = CASE WHEN x THEN (SELECT 1, 2) END, (b, \"C\") = (1, 2), "
      "d[1] = 4, e.f = 5\n"
      "FROM other WHERE x IS DISTINCT FROM y");
  EXPECT_EQ(update.table, (QualifiedName{"app", "users"}));
  EXPECT_TRUE(update.only);
  EXPECT_EQ(update.alias, "U");
  EXPECT_EQ(update.assigned, (std::vector<std::string>{"a", "b", "C", "d", "e"}));
  const auto erased = read_batched_statement("delete from users u USING x WHERE true");
  EXPECT_EQ(erased.alias, "u");
  EXPECT_TRUE(erased.assigned.empty());
  for (const auto* text : {"DELETE FROM users", "DELETE FROM users USING x", "DELETE FROM users WHERE a",
                           "UPDATE users SET a = 1"})
    EXPECT_EQ(read_batched_statement(text).alias, "users") << text;
}

TEST(BatchedStatement, AddsItsConditionToTheRightWhere) {
  const auto with = [](const std::string& text) {
    return with_condition(text, read_batched_statement(text), "C");
  };
  EXPECT_EQ(with("DELETE FROM t"), "DELETE FROM t\nWHERE C");
  EXPECT_EQ(with("DELETE FROM t WHERE a OR b -- why"), "DELETE FROM t WHERE(a OR b -- why\n) AND C");
  EXPECT_EQ(with("DELETE FROM t WHERE\n  a OR b"), "DELETE FROM t WHERE(  a OR b\n) AND C");
  EXPECT_EQ(with("DELETE FROM t WHERE(a) OR b"), "DELETE FROM t WHERE((a) OR b\n) AND C");
  EXPECT_EQ(with("UPDATE t SET a = (SELECT x FROM y WHERE z), b = t.where"),
            "UPDATE t SET a = (SELECT x FROM y WHERE z), b = t.where\nWHERE C");
  EXPECT_EQ(with("UPDATE t SET a = count(*) FILTER (WHERE z) WHERE 'where' = \"where\""),
            "UPDATE t SET a = count(*) FILTER (WHERE z) WHERE('where' = \"where\"\n) AND C");
}

TEST(BatchedStatement, ComparesTheWholeKey) {
  const std::vector<KeyColumn> one{{"Id", "bigint"}};
  EXPECT_EQ(key_range("t", one, false), "\"t\".\"Id\" OPERATOR(pg_catalog.<=) $1::bigint");
  EXPECT_EQ(
      key_range("t", one, true),
      "\"t\".\"Id\" OPERATOR(pg_catalog.>) $1::bigint AND \"t\".\"Id\" OPERATOR(pg_catalog.<=) $2::bigint");
  EXPECT_EQ(key_range("", {{"a", "integer"}, {"b", "text"}}, true),
            "ROW(\"a\", \"b\") OPERATOR(pg_catalog.>) ROW($1::integer, $2::text) AND ROW(\"a\", \"b\") "
            "OPERATOR(pg_catalog.<=) ROW($3::integer, $4::text)");
}

TEST(BatchedStatement, RefusesWhatCantRunInRanges) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"INSERT INTO t SELECT 1", "1: dunlin:batch stands before one UPDATE or DELETE"},
      {"MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE",
       "1: dunlin:batch stands before one UPDATE or DELETE"},
      {"WITH x AS (SELECT 1) DELETE FROM t",
       "1: dunlin:batch: a statement that begins with WITH can't run in batches"},
      {"DELETE FROM t RETURNING id",
       "1: dunlin:batch: RETURNING has nowhere to go when a statement runs in batches"},
      {"UPDATE t SET a = 1 WHERE b RETURNING id",
       "1: dunlin:batch: RETURNING has nowhere to go when a statement runs in batches"},
      {"DELETE FROM t WHERE CURRENT OF c", "1: dunlin:batch: WHERE CURRENT OF works on one row"},
      {"UPDATE t SET a = 1, id = id + 1", "1: dunlin:batch: the statement changes column id of the key"},
      {"UPDATE t SET (a, ID) = (1, 2)", "1: dunlin:batch: the statement changes column id of the key"},
      {"DELETE FROM other", "1: dunlin:batch: table=t isn't the table of the statement (other)"},
      {"DELETE FROM other.t", "not refused"},
      {"UPDATE t SET \"ID\" = 1", "not refused"},
      {"VACUUM t", "1: dunlin:batch before a statement of kind rerunnable"},
  };
  for (const auto& [text, message] : cases)
    EXPECT_EQ(refusal("-- dunlin:batch table=t key=id\n" + text), message) << text;
  EXPECT_EQ(refusal("-- dunlin:batch table=a.t key=id\nDELETE FROM b.t"),
            "1: dunlin:batch: table=t isn't the table of the statement (t)");
  EXPECT_EQ(refusal("-- dunlin:unit alone\n-- dunlin:batch table=t key=id\nDELETE FROM t"),
            "1: dunlin:unit alone and dunlin:batch before one statement");
  EXPECT_EQ(refusal("-- dunlin:batch table=t key=id\n-- dunlin:batch table=t key=id\nDELETE FROM t"),
            "2: dunlin:batch twice before one statement");
}

}  // namespace
}  // namespace dunlin::sql
