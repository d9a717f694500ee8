#include "integration/Server.hpp"
#include "lint/DatabaseTexts.hpp"
#include "postgres/catalog/ReadCatalog.hpp"

namespace dunlin::test {
namespace {

class ReadCatalog : public DatabaseTest {
 protected:
  model::Catalog read() {
    model::Catalog catalog = postgres::read_catalog(connection_);
    lint::read_texts(catalog);
    return catalog;
  }
};

TEST_F(ReadCatalog, TellsSizesAndUse) {
  exec("CREATE TABLE t (id int PRIMARY KEY, note text)");
  exec("INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(1, 5000) i");
  exec("CREATE TABLE fresh (id int)");
  exec("VACUUM ANALYZE t");
  const auto catalog = read();
  const auto* table = catalog.find_relation({"", "t"});
  ASSERT_NE(table, nullptr);
  ASSERT_TRUE(table->statistics.has_value());
  EXPECT_EQ(table->statistics->rows, 5000);
  EXPECT_GT(table->statistics->bytes, 500'000);
  EXPECT_GT(table->statistics->index_bytes, 50'000);
  EXPECT_EQ(catalog.find_relation({"", "fresh"})->statistics->rows, -1);
}

TEST_F(ReadCatalog, SeesAnIndexThatAFailedBuildLeftInvalid) {
  exec("CREATE TABLE t (a int)");
  exec("INSERT INTO t VALUES (1), (1)");
  EXPECT_THROW(exec("CREATE UNIQUE INDEX CONCURRENTLY broken ON t (a)"), Error);
  const auto catalog = read();
  ASSERT_EQ(catalog.indexes_of({"", "t"}).size(), 1U);
  EXPECT_FALSE(catalog.indexes_of({"", "t"}).front()->valid);
}

TEST_F(ReadCatalog, ReadsWhatTheTextsSay) {
  exec("CREATE FUNCTION uid() RETURNS int STABLE LANGUAGE sql AS 'select 1'");
  exec("CREATE FUNCTION short_id() RETURNS text LANGUAGE sql AS 'select random()::text'");
  exec("REVOKE EXECUTE ON FUNCTION short_id() FROM PUBLIC");
  exec(
      "CREATE TABLE t (a int DEFAULT 1, b text DEFAULT short_id(), c timestamptz DEFAULT now(),"
      " CONSTRAINT there CHECK (a IS NOT NULL AND b IS NOT NULL))");
  exec("ALTER TABLE t ENABLE ROW LEVEL SECURITY");
  exec("CREATE POLICY mine ON t USING (a = uid())");
  exec("CREATE POLICY once ON t USING (a = (SELECT uid()))");
  exec("CREATE VIEW v AS SELECT a, count(*) AS n FROM t GROUP BY a");
  const auto catalog = read();
  const auto* table = catalog.find_relation({"", "t"});
  EXPECT_FALSE(table->find_column("a")->default_volatile);
  EXPECT_TRUE(table->find_column("b")->default_volatile);
  EXPECT_FALSE(table->find_column("c")->default_volatile);
  EXPECT_EQ(table->find_constraint("there")->not_null_columns, (std::vector<std::string>{"a", "b"}));
  ASSERT_EQ(table->policies.size(), 2U);
  ASSERT_EQ(table->policies[0].using_.calls.size(), 1U);
  EXPECT_EQ(table->policies[0].using_.calls[0].name.name, "uid");
  EXPECT_FALSE(table->policies[0].using_.calls[0].alone_in_subquery);
  EXPECT_TRUE(table->policies[1].using_.calls[0].alone_in_subquery);
  EXPECT_EQ(catalog.find_functions({"", "short_id"}).front().public_may_execute, false);
  ASSERT_EQ(catalog.views_on({"", "t"}).size(), 1U);
  EXPECT_EQ(catalog.views_on({"", "t"}).front()->query.calls.front().name.name, "count");
}

TEST_F(ReadCatalog, NeedsNoRights) {
  exec("DROP ROLE IF EXISTS replay_plain");
  exec("CREATE ROLE replay_plain");
  exec("CREATE TABLE secret (a int PRIMARY KEY)");
  exec("ALTER TABLE secret ENABLE ROW LEVEL SECURITY");
  exec("SET ROLE replay_plain");
  const auto catalog = read();
  ASSERT_NE(catalog.find_relation({"", "secret"}), nullptr);
  EXPECT_TRUE(catalog.find_relation({"", "secret"})->row_security);
  exec("RESET ROLE");
  exec("DROP ROLE replay_plain");
}

TEST_F(ReadCatalog, LeavesTheSessionAsItWas) {
  exec("CREATE SCHEMA app");
  exec("SET search_path = app, public");
  EXPECT_EQ(read().search_path, (std::vector<std::string>{"app", "public"}));
  EXPECT_EQ(value("SHOW search_path"), "app, public");
  EXPECT_FALSE(connection_.in_transaction());
}

TEST_F(ReadCatalog, SaysWhoIsInTheWayInsteadOfWaitingForEver) {
  exec("CREATE TABLE t (a int)");
  exec("CREATE VIEW v AS SELECT a FROM t");
  auto other = connect();
  other.exec("BEGIN");
  other.exec("LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
  EXPECT_THROW(read(), postgres::SqlError);
  EXPECT_FALSE(connection_.in_transaction());
  other.exec("ROLLBACK");
  EXPECT_NE(read().find_relation({"", "v"}), nullptr);
}

}  // namespace
}  // namespace dunlin::test
