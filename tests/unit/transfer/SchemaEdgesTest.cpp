// What SQLite takes in a schema and PostgreSQL doesn't: left out, or written in another way.
#include <gtest/gtest.h>

#include "sqlite/Database.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/Assess.hpp"
#include "transfer/schema/Scripts.hpp"
#include "transfer/schema/TargetSchema.hpp"
#include "transfer/structure/CompareStructure.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::transfer {
namespace {

class SchemaEdgesTest : public ::testing::Test {
 protected:
  void source(const std::vector<std::string>& statements) {
    auto database = sqlite::Database::open(path(), sqlite::Database::Mode::create);
    for (const auto& statement : statements) database.exec(statement);
    schema_ = sqlite::read_schema(database);
    assessment_ = assess(path(), schema_, config_, {});
    target_ = make_target(schema_, assessment_.mapping, config_);
    scripts_ = make_scripts(schema_, assessment_.mapping, config_);
  }

  std::string path() const { return (folder_.path() / "a.db").string(); }

  static std::string rules(const std::vector<Problem>& problems) {
    std::string out;
    for (const auto& problem : problems)
      out += (out.empty() ? "" : "; ") + problem.rule + " " + problem.object;
    return out;
  }

  test::TempFolder folder_;
  model::TransferConfig config_;
  sqlite::Schema schema_;
  Assessment assessment_;
  TargetSchema target_;
  Scripts scripts_;
};

TEST_F(SchemaEdgesTest, AColumnIsInAKeyOnce) {
  source({"CREATE TABLE t (a INT, b INT, c INT, UNIQUE (c, c), PRIMARY KEY (a, b, a))"});
  const auto& table = target_.tables.front();
  EXPECT_EQ(table.primary_key->columns, (std::vector<std::string>{"a", "b"}));
  ASSERT_EQ(table.uniques.size(), 1U);
  EXPECT_EQ(table.uniques[0].columns, std::vector<std::string>{"c"});
}

TEST_F(SchemaEdgesTest, AnEnumIsOrderedAsItsTextsWere) {
  config_.enums = true;
  source({"CREATE TABLE t (id INTEGER PRIMARY KEY, size TEXT CHECK (size IN ('small', 'large', 'Huge')))"});
  ASSERT_EQ(target_.enums.size(), 1U);
  EXPECT_EQ(target_.enums[0].labels, (std::vector<std::string>{"Huge", "large", "small"}));
}

TEST_F(SchemaEdgesTest, ADefaultThatIsNoWordOfItsEnumIsLeftOut) {
  config_.enums = true;
  source(
      {"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'z' CHECK (a IN ('x', 'y')), b TEXT DEFAULT "
       "'it''s' CHECK (b IN ('it''s', 'y')))"});
  EXPECT_EQ(target_.tables[0].columns[1].default_sql, "");
  EXPECT_EQ(target_.tables[0].columns[2].default_sql, "'it''s'");
  EXPECT_EQ(rules(target_.problems), "default-not-translated t.a");
}

TEST_F(SchemaEdgesTest, ColumnsOfForeignKeysAreNoEnums) {
  config_.enums = true;
  source(
      {"CREATE TABLE p (code TEXT PRIMARY KEY CHECK (code IN ('x', 'y')), other TEXT CHECK (other IN ('q', "
       "'r')))",
       "CREATE TABLE c (code TEXT REFERENCES p (CODE) CHECK (code IN ('x', 'y')))"});
  ASSERT_EQ(target_.enums.size(), 1U);
  EXPECT_EQ(target_.enums[0].name, "p_other");
  EXPECT_EQ(target_.find("c")->foreign_keys.size(), 1U);
}

TEST_F(SchemaEdgesTest, AnEnumIsCalledLikeNoTable) {
  config_.enums = true;
  source({"CREATE TABLE users (id INTEGER PRIMARY KEY, kyc_status TEXT CHECK (kyc_status IN ('a', 'b')))",
          "CREATE TABLE kyc_status (id INTEGER PRIMARY KEY)"});
  ASSERT_EQ(target_.enums.size(), 1U);
  EXPECT_EQ(target_.enums[0].name, "users_kyc_status");
}

TEST_F(SchemaEdgesTest, NamesOfRulesAreCutAndNumberedToo) {
  config_.rules.emplace_back().match = "t.?";
  config_.rules.back().rename = std::string(80, 'q');
  config_.rules.emplace_back().match = "t.cc";
  config_.rules.back().rename = "ctid";
  source({"CREATE TABLE t (a INT, b INT, cc INT)"});
  const auto& columns = target_.tables[0].columns;
  EXPECT_EQ(columns[0].name, std::string(63, 'q'));
  EXPECT_EQ(columns[1].name, std::string(61, 'q') + "_2");
  EXPECT_EQ(columns[2].name, "ctid_2");
}

TEST_F(SchemaEdgesTest, NothingRefersToJson) {
  source({"CREATE TABLE p (doc JSON UNIQUE)", "CREATE TABLE c (doc JSON REFERENCES p (doc))"});
  EXPECT_TRUE(target_.find("c")->foreign_keys.empty());
  EXPECT_EQ(rules(target_.problems), "key-left-out p; foreign-key-without-order c (doc)");
}

TEST_F(SchemaEdgesTest, TextsOfAUtf16FileHaveAnotherOrder) {
  source({"PRAGMA encoding = 'UTF-16be'", "CREATE TABLE t (a TEXT)"});
  EXPECT_EQ(rules(target_.problems), "text-order-differs UTF-16be");
}

TEST_F(SchemaEdgesTest, ATableWithoutColumnsIsRefused) {
  config_.rules.emplace_back().match = "t.*";
  config_.rules.back().skip = true;
  source({"CREATE TABLE t (a INT, b INT)", "CREATE TABLE u (a INT)"});
  ASSERT_EQ(rules(assessment_.problems), "no-columns t");
  EXPECT_EQ(assessment_.problems[0].weight, Weight::refused);
}

TEST_F(SchemaEdgesTest, ANameThatIsNoTextIsRefused) {
  source({"CREATE TABLE t (a INT)"});
  schema_.tables[0].columns[0].name = assessment_.mapping.tables[0].columns[0].source = "a\xff";
  assessment_.mapping.tables[0].columns[0].target = "a\xff";
  scripts_ = make_scripts(schema_, assessment_.mapping, config_);
  EXPECT_EQ(rules(scripts_.problems), "name-not-utf8 ");
}

TEST_F(SchemaEdgesTest, WhatPostgresqlRefusesIsAComment) {
  source({"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)", "CREATE VIEW v AS SELECT a FROM t",
          "CREATE VIEW w AS SELECT id FROM t"});
  ASSERT_EQ(scripts_.logic.size(), 2U);
  EXPECT_EQ(scripts_.logic[0].object, "view v");
  const auto without = make_scripts(schema_, assessment_.mapping, config_,
                                    {{"view v", "could not identify an equality operator"}});
  EXPECT_EQ(rules(without.problems), "view-not-translated view v");
  EXPECT_EQ(without.after_move.find("CREATE VIEW \"v\""), std::string::npos);
  EXPECT_NE(without.after_move.find("--| CREATE VIEW v"), std::string::npos);
  EXPECT_NE(without.after_move.find("CREATE VIEW \"w\""), std::string::npos);
  EXPECT_EQ(without.logic.size(), 1U);
}

// Two keys over the same columns, which do different things: each is held against its own.
TEST_F(SchemaEdgesTest, ForeignKeysOfTheSameColumnsAreToldByTheirNames) {
  source({"CREATE TABLE p (id INTEGER PRIMARY KEY)",
          "CREATE TABLE c (p INT, FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE, FOREIGN KEY (p) REFERENCES "
          "p)"});
  const auto& keys = target_.find("c")->foreign_keys;
  ASSERT_EQ(keys.size(), 2U);
  CatalogFacts facts;
  facts.tables = {"c"};
  facts.columns = {{.table = "c", .name = "p", .type = "bigint"}};
  for (const auto& key : keys)
    facts.constraints.push_back({.table = "c",
                                 .name = key.name,
                                 .kind = 'f',
                                 .columns = {"p"},
                                 .parent = "p",
                                 .parent_columns = {"id"},
                                 .on_update = 'a',
                                 .on_delete = key.on_delete == "CASCADE" ? 'c' : 'a'});
  TargetSchema promised;
  promised.tables = {*target_.find("c")};
  EXPECT_EQ(rules(compare_structure(promised, facts)), "");
  std::swap(facts.constraints[0].on_delete, facts.constraints[1].on_delete);
  EXPECT_EQ(rules(compare_structure(promised, facts)), "structure-differs c (p); structure-differs c (p)");
}

}  // namespace
}  // namespace dunlin::transfer
