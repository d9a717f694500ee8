// What a later file puts right isn't found in an earlier one.
#include <deque>
#include <gtest/gtest.h>

#include "lint/Fix.hpp"
#include "lint/Lint.hpp"
#include "lint/Replay.hpp"
#include "model/Migration.hpp"

namespace dunlin::lint {
namespace {

std::size_t found(const std::vector<std::string>& texts, const std::string& rule) {
  std::deque<OpenText> opened;
  std::vector<File> files;
  for (const std::string& text : texts) {
    opened.emplace_back("00" + std::to_string(opened.size() + 1) + "_file.sql", text);
    files.push_back(opened.back().file());
  }
  Request request;
  request.settings.profile = Profile::all;
  request.before = empty_catalog(150000);
  std::size_t count = 0;
  for (const model::Finding& finding : lint(files, request).findings.findings)
    count += finding.rule == rule ? 1 : 0;
  return count;
}

const std::string k_table =
    "CREATE TABLE t (id int PRIMARY KEY, u uuid); ALTER TABLE t ENABLE ROW LEVEL SECURITY;";
const std::string k_policy = "CREATE POLICY p ON t FOR SELECT TO authenticated USING (auth.uid() = u);";

TEST(LaterFiles, APolicyThatIsDroppedAgain) {
  EXPECT_EQ(found({k_table, k_policy}, "policy-initplan"), 1U);
  EXPECT_EQ(found({k_table, k_policy, "DROP POLICY p ON t;"}, "policy-initplan"), 0U);
  EXPECT_EQ(found({k_table, k_policy + "DROP POLICY other ON t;"}, "policy-initplan"), 1U);
  EXPECT_EQ(found({k_table, "DROP POLICY IF EXISTS p ON t;\n" + k_policy}, "policy-initplan"), 1U);
}

TEST(LaterFiles, APolicyThatIsMadeAnew) {
  const std::string better =
      "DROP POLICY p ON t;\nCREATE POLICY p ON t FOR SELECT TO authenticated USING ((select auth.uid()) = "
      "u);";
  EXPECT_EQ(found({k_table, k_policy, better}, "policy-initplan"), 0U);
  EXPECT_EQ(found({k_table, k_policy + "\n" + better}, "policy-initplan"), 0U);
  EXPECT_EQ(found({k_table, k_policy, "DROP POLICY p ON t;\n" + k_policy}, "policy-initplan"), 1U);
}

TEST(LaterFiles, AnIndexForAForeignKey) {
  const std::string tables =
      "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);";
  EXPECT_EQ(found({tables}, "unindexed-fk"), 1U);
  EXPECT_EQ(found({tables, "CREATE INDEX CONCURRENTLY ON b (id, a);"}, "unindexed-fk"), 1U);
  EXPECT_EQ(found({tables, "CREATE INDEX CONCURRENTLY ON b (a);"}, "unindexed-fk"), 0U);
  EXPECT_EQ(found({tables + "CREATE INDEX ON b (a);"}, "unindexed-fk"), 0U);
  EXPECT_EQ(found({tables, "ALTER TABLE b DROP CONSTRAINT b_a_fkey;"}, "unindexed-fk"), 0U);
}

TEST(LaterFiles, AForeignTableThatIsTakenAway) {
  const std::string foreign =
      "CREATE ROLE anon; CREATE ROLE authenticated; CREATE FOREIGN TABLE f (id int) SERVER s;";
  EXPECT_EQ(found({foreign}, "exposes-foreign-table"), 1U);
  EXPECT_EQ(found({foreign + "REVOKE ALL ON f FROM anon;"}, "exposes-foreign-table"), 1U);
  EXPECT_EQ(found({foreign + "REVOKE ALL ON f FROM anon, authenticated;"}, "exposes-foreign-table"), 0U);
}

}  // namespace
}  // namespace dunlin::lint
