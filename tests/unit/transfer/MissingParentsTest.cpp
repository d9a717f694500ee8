// Children whose parents won't be there, though PRAGMA foreign_key_check has nothing against them.
#include <gtest/gtest.h>

#include "base/Text.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/Assess.hpp"
#include "transfer/assess/MissingParents.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::transfer {
namespace {

class MissingParentsTest : public ::testing::Test {
 protected:
  void source(const std::vector<std::string>& statements) {
    auto database = sqlite::Database::open(path(), sqlite::Database::Mode::create);
    for (const auto& statement : statements) database.exec(statement);
    schema_ = sqlite::read_schema(database);
    contents_ = sqlite::check_contents(database, 20);
    mapping_ = assess(path(), schema_, config_, {}).mapping;
  }

  void misfit(const std::string& match, model::MisfitPolicy policy) {
    auto& rule = config_.rules.emplace_back();
    rule.match = match;
    rule.misfit = policy;
  }

  // "refused parent-left-out c.p 2 id=1,id=2; ..."
  std::string found(const std::string& orphans = "refuse") {
    std::string out;
    config_.orphans = orphans;
    for (const auto& problem : missing_parents(path(), schema_, contents_, config_, mapping_))
      out += (out.empty() ? "" : "; ") + to_string(problem.weight) + " " + problem.rule + " " +
             problem.object + " " + std::to_string(problem.count) + " " + join(problem.keys, ",");
    return out;
  }

  std::string path() const { return (folder_.path() / "a.db").string(); }

  test::TempFolder folder_;
  model::TransferConfig config_;
  sqlite::Schema schema_;
  sqlite::ContentChecks contents_;
  Mapping mapping_;
};

TEST_F(MissingParentsTest, ARejectedRowHasNoChildren) {
  misfit("*.n", model::MisfitPolicy::reject);
  source({"CREATE TABLE p (id INTEGER PRIMARY KEY, n INT)",
          "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p, n INT)",
          "INSERT INTO p VALUES (1, 5), (2, 'x'), (3, 7)",
          "INSERT INTO c VALUES (1, 2, 1), (2, 1, 1), (3, NULL, 1), (4, 2, 'rejected itself')"});
  EXPECT_EQ(found(), "refused parent-left-out c.p 1 id=1");
  EXPECT_TRUE(mapping_.find("c")->unvalidated.empty());
  EXPECT_EQ(found("not_valid"), "changed parent-left-out c.p 1 id=1");
  EXPECT_EQ(mapping_.find("c")->unvalidated, std::vector<std::string>{"p"});
}

TEST_F(MissingParentsTest, ARowOfTheTableItselfIsAParentToo) {
  misfit("p.n", model::MisfitPolicy::reject);
  source({"CREATE TABLE p (id INTEGER PRIMARY KEY, up INT REFERENCES p, n INT)",
          "INSERT INTO p VALUES (1, 1, 5), (2, 2, 'x'), (3, 2, 7)"});
  EXPECT_EQ(found(), "refused parent-left-out p.up 1 id=3");
}

TEST_F(MissingParentsTest, AKeyThatBecomesNullIsNoParent) {
  misfit("p.code", model::MisfitPolicy::null);
  misfit("c.code", model::MisfitPolicy::latin1);
  source({"CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE)",
          "CREATE TABLE c (id INTEGER PRIMARY KEY, code TEXT REFERENCES p (code))",
          "INSERT INTO p VALUES (1, 'a'), (2, CAST(x'ff' AS TEXT))",
          "INSERT INTO c VALUES (1, 'a'), (2, CAST(x'ff' AS TEXT))"});
  EXPECT_EQ(found(), "refused parent-left-out c.code 1 id=2");
}

TEST_F(MissingParentsTest, CompositeKeysAndCollationsAreCompared) {
  misfit("p.n", model::MisfitPolicy::reject);
  source({"CREATE TABLE p (a TEXT COLLATE NOCASE, b INT, n INT, PRIMARY KEY (a, b)) WITHOUT ROWID",
          "CREATE TABLE c (id INTEGER PRIMARY KEY, b INT, a TEXT, FOREIGN KEY (a, b) REFERENCES p)",
          "INSERT INTO p VALUES ('x', 1, 1), ('x', 2, 'bad')",
          "INSERT INTO c VALUES (1, 1, 'x'), (2, 2, 'X'), (3, 2, NULL)"});
  EXPECT_EQ(found(), "refused parent-left-out c.a,b 1 id=2");
}

// SQLite checks no key of a table that has one to columns that aren't unique.
TEST_F(MissingParentsTest, OrphansBesideAKeyThatIsNone) {
  source({"CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT)",
          "CREATE TABLE c (id INTEGER PRIMARY KEY, name TEXT REFERENCES p (name), p INT REFERENCES p (id))",
          "CREATE TABLE sound (id INTEGER PRIMARY KEY, p INT REFERENCES p (id))",
          "INSERT INTO p VALUES (1, 'a')", "INSERT INTO c VALUES (1, 'b', 1), (2, 'a', 99), (3, 'a', NULL)",
          "INSERT INTO sound VALUES (1, 1)"});
  EXPECT_EQ(found(), "refused orphan-rows c.p 1 id=2");
  EXPECT_EQ(found("not_valid"), "changed orphan-rows c.p 1 id=2");
  EXPECT_EQ(mapping_.find("c")->unvalidated, std::vector<std::string>{"p"});
}

TEST_F(MissingParentsTest, AKeyThatIsNotInTheTargetAsksForNoParents) {
  misfit("p.code", model::MisfitPolicy::null);
  source({"CREATE TABLE p (id INTEGER PRIMARY KEY, code INT UNIQUE)",
          "CREATE TABLE c (id INTEGER PRIMARY KEY, code TEXT REFERENCES p (code))",
          "INSERT INTO p VALUES (1, 5), (2, 'x')", "INSERT INTO c VALUES (1, 'x')"});
  EXPECT_EQ(found(), "");
}

TEST_F(MissingParentsTest, WhereAllIsStoredNothingIsLookedFor) {
  misfit("*", model::MisfitPolicy::reject);
  source({"CREATE TABLE p (id INTEGER PRIMARY KEY, n INT)",
          "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p)", "INSERT INTO p VALUES (1, 5)",
          "INSERT INTO c VALUES (1, 1)"});
  EXPECT_EQ(found(), "");
}

}  // namespace
}  // namespace dunlin::transfer
