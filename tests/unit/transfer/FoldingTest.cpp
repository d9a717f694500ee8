// What COLLATE NOCASE becomes: which columns fold, which keys have to be tried, and what the scripts say.
#include <algorithm>
#include <gtest/gtest.h>

#include "sqlite/Database.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/assess/ChooseFolding.hpp"
#include "transfer/assess/SpelledReferences.hpp"
#include "transfer/assess/TryKeys.hpp"
#include "transfer/schema/Scripts.hpp"
#include "transfer/schema/TargetSchema.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::transfer {
namespace {

constexpr const char* k_users =
    "CREATE TABLE users (email TEXT COLLATE NOCASE PRIMARY KEY, nick TEXT COLLATE NOCASE UNIQUE, note TEXT "
    "UNIQUE)";

class FoldingTest : public ::testing::Test {
 protected:
  // Every column is a text that comes back as the same bytes.
  void source(const std::vector<std::string>& statements) {
    auto database = sqlite::Database::open(path(), sqlite::Database::Mode::create);
    for (const auto& statement : statements) database.exec(statement);
    schema_ = sqlite::read_schema(database);
    mapping_.target_schema = "public";
    for (const auto& table : schema_.tables) {
      TableMapping made;
      made.source = made.target = table.name;
      made.key = table.primary_key();
      made.rowid_name = "rowid";
      for (const auto& column : table.columns) {
        ColumnMapping to;
        to.source = to.target = column.name;
        to.declared = column.type;
        to.type = "text";
        made.columns.push_back(std::move(to));
      }
      mapping_.tables.push_back(std::move(made));
    }
    problems_ = choose_folding(schema_, config_, mapping_);
  }

  void rule(const std::string& match, const char* nocase, const char* to = nullptr) {
    auto& made = config_.rules.emplace_back();
    made.match = match;
    if (nocase != nullptr) made.nocase = nocase;
    if (to != nullptr) made.to = to;
  }

  std::string path() const { return (folder_.path() / "a.db").string(); }

  // "users.email citext, ..." of the columns that fold.
  std::string folding() const {
    std::string out;
    for (const auto& table : mapping_.tables) {
      for (const auto& column : table.columns) {
        if (folding_of(column) == Folding::none) continue;
        out += (out.empty() ? "" : ", ") + table.source + "." + column.source;
        out += folding_of(column) == Folding::icu ? " icu" : " citext";
      }
    }
    return out;
  }

  std::string tried() const {
    std::string out;
    const auto target = make_target(schema_, mapping_, config_);
    for (const auto& table : target.tables)
      for (const auto& key : keys_to_try(table))
        out += (out.empty() ? "" : "; ") + table.name + " (" + key.columns + ")" +
               (key.folds ? " folds" : "") + (key.object.empty() ? "" : " " + key.object);
    return out;
  }

  test::TempFolder folder_;
  model::TransferConfig config_;
  sqlite::Schema schema_;
  Mapping mapping_;
  std::vector<Problem> problems_;
};

TEST_F(FoldingTest, NothingFoldsUnlessItIsAskedFor) {
  source({k_users});
  EXPECT_EQ(folding(), "");
  EXPECT_EQ(tried(), "");
}

TEST_F(FoldingTest, ARuleDecidesForItsColumns) {
  config_.nocase = "citext";
  rule("users.nick", "icu");
  rule("users.email", "index");
  source({k_users});
  EXPECT_EQ(folding(), "users.nick icu");
  EXPECT_EQ(tried(), "users (nick) folds");
}

TEST_F(FoldingTest, ATypeThatARuleNamesStays) {
  config_.nocase = "citext";
  rule("users.nick", nullptr, "text");
  source({k_users});
  EXPECT_EQ(folding(), "users.email citext");
}

TEST_F(FoldingTest, ChildrenFoldAsTheirParents) {
  config_.nocase = "icu";
  source({k_users, "CREATE TABLE a (email TEXT REFERENCES users, x TEXT UNIQUE REFERENCES users (nick))",
          "CREATE TABLE b (x TEXT REFERENCES a (x))"});
  EXPECT_EQ(folding(), "users.email icu, users.nick icu, a.email icu, a.x icu, b.x icu");
  ASSERT_EQ(problems_.size(), 3U);
  EXPECT_EQ(problems_[0].rule, "letters-folded-by-reference");
  const auto target = make_target(schema_, mapping_, config_);
  for (const auto& table : target.tables)
    EXPECT_EQ(table.foreign_keys.empty(), table.name == "users") << table.name;
  EXPECT_EQ(tried(), "users (email) folds; users (nick) folds; a (x) folds; a ((x COLLATE \"C\")) folds");
}

TEST_F(FoldingTest, ChildrenOfOthersHaveNoCollation) {
  config_.nocase = "icu";
  source(
      {"CREATE TABLE p (k TEXT PRIMARY KEY)", "CREATE TABLE c (k TEXT COLLATE NOCASE UNIQUE REFERENCES p)"});
  EXPECT_EQ(folding(), "");
  EXPECT_EQ(make_target(schema_, mapping_, config_).find("c")->foreign_keys.size(), 1U);
}

TEST_F(FoldingTest, ScriptsMakeWhatColumnsNeed) {
  config_.nocase = "citext";
  rule("users.nick", "icu");
  source({k_users, "CREATE UNIQUE INDEX exact ON users (nick COLLATE BINARY)",
          "CREATE INDEX loose ON users (note COLLATE NOCASE, email)"});
  const auto scripts = make_scripts(schema_, mapping_, config_);
  const auto has = [](const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " isn't in " << text;
  };
  has(scripts.before_data, "CREATE EXTENSION IF NOT EXISTS citext SCHEMA public;");
  has(scripts.before_data, "CREATE COLLATION nocase (provider = icu");
  has(scripts.before_data, "email citext COLLATE \"C\" NOT NULL");
  has(scripts.before_data, "nick text COLLATE \"nocase\"");
  has(scripts.before_data, "DROP COLLATION nocase;");
  has(scripts.after_data, "UNIQUE (nick)");
  has(scripts.after_data, "exact ON users ((nick COLLATE \"C\"))");
  has(scripts.after_data, "loose ON users (lower(note COLLATE \"C\"), email)");
  EXPECT_EQ(scripts.after_data.find("lower(nick"), std::string::npos);
}

TEST_F(FoldingTest, RowsThatSpellTheirParentOtherwiseAreNamed) {
  source({k_users, "CREATE TABLE o (id INTEGER PRIMARY KEY, email TEXT REFERENCES users)",
          "INSERT INTO users VALUES ('Ann', 'a', 'x'), ('Bob', 'b', 'y')",
          "INSERT INTO o VALUES (1, 'Ann'), (2, 'BOB'), (3, NULL), (4, 'nobody')"});
  auto found = spelled_references(path(), schema_, "refuse", mapping_);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].weight, Weight::refused);
  EXPECT_EQ(found[0].object, "o.email");
  EXPECT_EQ(found[0].keys, std::vector<std::string>{"id=2"});
  found = spelled_references(path(), schema_, "not_valid", mapping_);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].weight, Weight::changed);
  EXPECT_EQ(mapping_.find("o")->unvalidated, std::vector<std::string>{"email"});
  config_.nocase = "citext";
  choose_folding(schema_, config_, mapping_);
  EXPECT_TRUE(spelled_references(path(), schema_, "refuse", mapping_).empty());
}

TEST_F(FoldingTest, ValuesThatConvertAreTried) {
  source({"CREATE TABLE t (k TEXT PRIMARY KEY, n TEXT UNIQUE, m TEXT UNIQUE, live INT)",
          "CREATE UNIQUE INDEX some ON t (m) WHERE live = 1", "CREATE UNIQUE INDEX cut ON t (substr(m, 2))"});
  auto& columns = mapping_.tables[0].columns;
  columns[0].reversible = false;
  columns[1].type = "numeric";
  columns[1].conversion = Conversion::numeric;
  columns[1].form = "text";
  columns[3].type = "bigint";
  columns[3].conversion = Conversion::bigint;
  const std::string all = tried();
  for (const char* part : {"t (k)", "t (n)", "t (m) index some", " index cut"})
    EXPECT_NE(all.find(part), std::string::npos) << part << ": " << all;
  EXPECT_EQ(std::count(all.begin(), all.end(), ';'), 3);
}

}  // namespace
}  // namespace dunlin::transfer
