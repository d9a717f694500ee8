#include <gtest/gtest.h>

#include "base/Identifier.hpp"
#include "integration/migrate/Run.hpp"
#include "migrate/KeptData.hpp"

namespace dunlin::migrate {
namespace {

class KeptDataTest : public test::RunTest {
 protected:
  // Applies a migration with this rollback, then `data`, and rolls back.
  void there_and_back(const std::string& up, const std::string& down, const std::string& data = "SELECT 1") {
    const auto there = migrate({test::migration("001", up, down)});
    ASSERT_EQ(there.outcome, model::Outcome::done) << outcome(there);
    exec(data);
    const auto back = roll_back();
    ASSERT_EQ(back.outcome, model::Outcome::done) << outcome(back);
  }
  // The rows of what was kept from `origin`, as text.
  std::string kept(const std::string& origin) {
    for (const auto& table : list_kept(connection_)) {
      if (table.origin == origin)
        return value("SELECT string_agg(t::text, ' ' ORDER BY t::text) FROM dunlin_kept." +
                     quote_identifier(table.name) + " t");
    }
    return "nothing";
  }
};

TEST_F(KeptDataTest, KeepsTablesWithRowsOnly) {
  there_and_back("CREATE TABLE full_one (n int); CREATE TABLE empty_one (n int); CREATE TABLE stays (n int)",
                 "DROP TABLE full_one, empty_one", "INSERT INTO full_one VALUES (1), (2)");
  EXPECT_EQ(kept("public.full_one"), "(1) (2)");
  EXPECT_EQ(list_kept(connection_).size(), 1U);
  EXPECT_EQ(list_kept(connection_).front().rows, 2);
  purge_kept(connection_, list_kept(connection_).front().name);
  EXPECT_TRUE(list_kept(connection_).empty());
  EXPECT_EQ(value("SELECT count(*) FROM pg_class WHERE relnamespace = 'dunlin_kept'::regnamespace"), "0");
  EXPECT_THROW(purge_kept(connection_, "full_one"), Error);
}

TEST_F(KeptDataTest, KeepsColumnsWithTheirKey) {
  there_and_back(
      "CREATE TABLE t (a int, b text, id int PRIMARY KEY, twice int GENERATED ALWAYS AS (a * 2) STORED)",
      "ALTER TABLE t DROP COLUMN twice, DROP COLUMN b", "INSERT INTO t VALUES (1, 'one', 10), (2, NULL, 20)");
  EXPECT_EQ(kept("public.t(b)"), "(one,10)");
}

TEST_F(KeptDataTest, KeepsWholeRowsWithoutAKey) {
  there_and_back("CREATE TABLE t (a int, b text)", "ALTER TABLE t DROP COLUMN b",
                 "INSERT INTO t VALUES (1, 'one'), (2, NULL)");
  EXPECT_EQ(kept("public.t(b)"), "(1,one)");
}

// A copy that used the type would keep it from going, or lose the column to CASCADE.
TEST_F(KeptDataTest, TypesThatGoBecomeText) {
  there_and_back(
      "CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('calm'); CREATE DOMAIN app.word AS text; "
      "CREATE COLLATION app.plain (locale = 'C'); CREATE TYPE stays AS ENUM ('yes');"
      "CREATE TABLE app.t (m app.mood, ms app.mood[], w app.word, c text COLLATE app.plain, s stays)",
      "DROP SCHEMA app CASCADE", "INSERT INTO app.t VALUES ('calm', '{calm,calm}', 'w', 'c', 'yes')");
  EXPECT_EQ(kept("app.t"), R"((calm,"{calm,calm}",w,c,yes))");
  EXPECT_EQ(value("SELECT string_agg(format_type(atttypid, NULL), ' ' ORDER BY attnum) FROM pg_attribute "
                  "JOIN pg_class c ON c.oid = attrelid "
                  "WHERE relnamespace = 'dunlin_kept'::regnamespace AND attnum > 0"),
            "text text text text stays");
}

TEST_F(KeptDataTest, HostileAndLongNames) {
  const std::string hostile = quote_identifier("it's; \"$1\" -- DROP");
  const std::string first = quote_identifier(std::string(62, 'x') + "1");
  const std::string second = quote_identifier(std::string(62, 'x') + "2");
  const std::string wide = quote_identifier("äöüäöüäöüäöüäöüäöüäöüäöüäöüäöü1");
  std::string up, down, data;
  for (const auto& table : {hostile, first, second, wide}) {
    up += "CREATE TABLE " + table + " (n int);";
    down += "DROP TABLE " + table + ";";
    data += (data.empty() ? "WITH " : ", ") +
            fmt::format("x{} AS (INSERT INTO {} VALUES (1))", data.size(), table);
  }
  there_and_back(up, down, data + " SELECT 1");
  EXPECT_EQ(list_kept(connection_).size(), 4U);
  for (const auto& table : list_kept(connection_)) {
    EXPECT_LE(table.name.size(), 63U);
    EXPECT_EQ(value("SELECT n FROM dunlin_kept." + quote_identifier(table.name)), "1") << table.name;
  }
}

// Each segment keeps what it destroys: the same table twice in one rollback.
TEST_F(KeptDataTest, SegmentsKeepUnderNamesOfTheirOwn) {
  there_and_back("CREATE TABLE t (id int PRIMARY KEY, a text, b text)",
                 "ALTER TABLE t DROP COLUMN a; VACUUM t; ALTER TABLE t DROP COLUMN b; VACUUM t; DROP TABLE t",
                 "INSERT INTO t VALUES (1, 'a', 'b')");
  EXPECT_EQ(kept("public.t(a)"), "(1,a)");
  EXPECT_EQ(kept("public.t(b)"), "(1,b)");
  EXPECT_EQ(kept("public.t"), "(1)");
}

TEST_F(KeptDataTest, PartitionsAreReadThroughTheirParent) {
  there_and_back(
      "CREATE TABLE p (n int) PARTITION BY LIST (n); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); "
      "CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)",
      "DROP TABLE p", "INSERT INTO p VALUES (1), (2)");
  EXPECT_EQ(kept("public.p"), "(1) (2)");
  EXPECT_EQ(list_kept(connection_).size(), 1U);
}

TEST_F(KeptDataTest, AFailedRollbackKeepsNothing) {
  migrate({test::migration("001", "CREATE TABLE t (n int)", "DROP TABLE t; SELECT 1 / 0")});
  exec("INSERT INTO t VALUES (1)");
  EXPECT_EQ(roll_back().outcome, model::Outcome::failed);
  EXPECT_EQ(value("SELECT count(*) FROM t"), "1");
  EXPECT_TRUE(list_kept(connection_).empty());
}

}  // namespace
}  // namespace dunlin::migrate
