#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "sql/Directive.hpp"
#include "sql/Split.hpp"
#include "sql/StatementDirectives.hpp"

namespace dunlin::sql {
namespace {

using model::StatementKind;

TEST(Directive, LeadsAFile) {
  const auto found = leading_directives(
      "\xEF\xBB\xBF-- Migration: x\r\n-- dunlin:lock_timeout 5s\r\n/* a\n */\n--dunlin:own-timeouts\n"
      "-- dunlin:allow drop-column: it's empty\n-- dunlin:unit\nSELECT 1;\n-- dunlin:allow x: y\n",
      3);
  const std::vector<Directive> expected{
      {"lock_timeout", "5s", 4}, {"own-timeouts", "", 7}, {"allow", "drop-column: it's empty", 8}};
  EXPECT_EQ(found, expected);
  EXPECT_TRUE(leading_directives("SELECT 1; -- dunlin:phase x").empty());
  EXPECT_TRUE(leading_directives("-- dunlin:assert SELECT true\n-- dunlin:phase x").empty());
}

TEST(Directive, BeginsAUnit) {
  const std::string text =
      "SELECT 1;\n-- dunlin:unit\n-- more\nSELECT 2;\nSELECT 3;\n-- DUNLIN:Unit\n-- dunlin:assert SELECT "
      "true\n"
      "-- dunlin:unit\nBEGIN;";
  const auto statements = split({text});
  ASSERT_EQ(statements.size(), 5U);
  EXPECT_FALSE(statements[0].begins_unit);
  EXPECT_TRUE(statements[1].begins_unit);
  EXPECT_EQ(statements[1].kind, StatementKind::ordinary);
  EXPECT_EQ(
      text.substr(statements[1].offset - statements[1].directives_length, statements[1].directives_length),
      "-- dunlin:unit\n-- more\n");
  EXPECT_FALSE(statements[2].begins_unit);
  EXPECT_EQ(statements[2].directives_length, 0U);
  EXPECT_TRUE(statements[3].begins_unit);
  EXPECT_EQ(statements[3].kind, StatementKind::assertion);
  EXPECT_TRUE(statements[4].begins_unit);
}

TEST(Directive, MarksAUnitThatStandsAlone) {
  const auto statements =
      split({"-- dunlin:unit alone\n-- more\nSELECT 1;\nSELECT 2;\n  -- dunlin:unit ALONE\n"
             "/* x */ VACUUM;\n-- dunlin:unit\nDO $$BEGIN COMMIT; END$$"});
  ASSERT_EQ(statements.size(), 4U);
  EXPECT_EQ(statements[0].kind, StatementKind::unit);
  EXPECT_EQ(statements[1].kind, StatementKind::ordinary);
  EXPECT_EQ(statements[2].kind, StatementKind::rerunnable);
  EXPECT_EQ(statements[3].kind, StatementKind::unit);
}

TEST(Directive, VerifiesTheNextStatement) {
  const std::string text =
      "SELECT 1;\n-- dunlin:unit alone\n-- why\n-- dunlin:verify SELECT count(*) = 0 FROM t; -- all\n\nCALL "
      "f();";
  const auto statements = split({text});
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_FALSE(statements[0].has_verify);
  EXPECT_TRUE(statements[1].has_verify);
  EXPECT_EQ(statements[1].kind, StatementKind::unit);
  EXPECT_EQ(statements[1].line, 6U);
  const auto directives = read_statement_directives(std::string_view(text).substr(
      statements[1].offset - statements[1].directives_length, statements[1].directives_length));
  EXPECT_EQ(directives.verify, "SELECT count(*) = 0 FROM t");
  EXPECT_TRUE(directives.alone);
  EXPECT_FALSE(directives.refusal);
}

TEST(Directive, AssertsWithOneLine) {
  const std::string text =
      "SELECT 1;\n-- dunlin:assert SELECT count(*) = 0 FROM t WHERE a = ';' ; -- why\n--   AND b\nSELECT 2;\n"
      "-- dunlin:assert WITH w AS (SELECT 1) SELECT true FROM w\r\n";
  const auto statements = split({text});
  ASSERT_EQ(statements.size(), 4U);
  EXPECT_EQ(statements[1].kind, StatementKind::assertion);
  EXPECT_EQ(text.substr(statements[1].offset, statements[1].length),
            "SELECT count(*) = 0 FROM t WHERE a = ';'");
  EXPECT_EQ(statements[1].line, 2U);
  EXPECT_EQ(statements[1].column, 18U);
  EXPECT_EQ(statements[3].kind, StatementKind::assertion);
  EXPECT_EQ(text.substr(statements[3].offset, statements[3].length),
            "WITH w AS (SELECT 1) SELECT true FROM w");
}

TEST(Directive, RefusesWhatItCantMean) {
  struct Case {
    const char* text;
    const char* message;
    const char* line;
  };
  const std::vector<Case> cases{
      {"-- dunlin:asert SELECT 1", "there is no directive dunlin:asert", "1"},
      {"SELECT 1;\n-- dunlin:", "there is no directive dunlin:", "2"},
      {"SELECT 1;\n-- dunlin: unit\nSELECT 2;", "there is no directive dunlin:", "2"},
      {"SELECT 1;\n-- DUNLIN:UNIT\n", "no statement follows dunlin:unit", "2"},
      {"SELECT 1;\n-- dunlin:lock_timeout 5s\nSELECT 2;", "dunlin:lock_timeout is about the whole file", "2"},
      {"SELECT 1\n-- dunlin:phase x\n;", "dunlin:phase is about the whole file", "2"},
      {"SELECT 1\n-- dunlin:assert SELECT 1\n;", "dunlin:assert in the middle of a statement", "2"},
      {"SELECT 1\n-- dunlin:unit\n;",
       "dunlin:unit belongs on a line of its own, directly before its statement", "2"},
      {"SELECT 1; -- dunlin:unit\nSELECT 2;",
       "dunlin:unit belongs on a line of its own, directly before its statement", "1"},
      {"SELECT 1;\n-- dunlin:unit\n", "no statement follows dunlin:unit", "2"},
      {"-- dunlin:unit alone\nBEGIN;", "dunlin:unit alone before a statement of kind begin", "1"},
      {"BEGIN;\n-- dunlin:unit\nCOMMIT;", "dunlin:unit before a statement of kind commit", "2"},
      {"-- dunlin:unit\n\\i a.sql", "dunlin:unit before a statement of kind include", "1"},
      {"-- dunlin:unit alone\n-- dunlin:assert SELECT 1",
       "dunlin:unit alone before a statement of kind assertion", "1"},
      {"-- x\n-- dunlin:unit because\nSELECT 1;", "dunlin:unit can't be 'because'", "2"},
      {"-- dunlin:verify SELECT 1\n", "no statement follows dunlin:verify", "1"},
      {"-- dunlin:verify SELECT true\nBEGIN;", "dunlin:verify before a statement of kind begin", "1"},
      {"-- dunlin:verify SELECT true\n-- dunlin:assert SELECT 1",
       "dunlin:verify before a statement of kind assertion", "1"},
      {"-- dunlin:verify SELECT true\n-- dunlin:verify SELECT true\nSELECT 1;",
       "dunlin:verify twice before one statement", "2"},
      {"-- dunlin:unit\n-- dunlin:verify DROP TABLE t\nSELECT 1;",
       "dunlin:verify wants one query on its line", "2"},
      {"SELECT 1;\n-- dunlin:down\nSELECT 2;", "dunlin:down can't stand here", "2"},
      {"-- dunlin:assert", "dunlin:assert wants one query on its line", "1"},
      {"-- dunlin:assert DELETE FROM t", "dunlin:assert wants one query on its line", "1"},
      {"-- dunlin:assert SELECT 1; SELECT 2", "dunlin:assert wants one query on its line", "1"},
      {"-- dunlin:assert SELECT 1 \\g", "dunlin:assert wants one query on its line", "1"},
      {"-- dunlin:assert SELECT 'a", "unterminated quoted string", "1"},
      {"-- dunlin:assert SELECT count(*", "unterminated parenthesis", "1"},
  };
  for (const auto& [text, message, line] : cases) {
    try {
      split({text, "m.sql"});
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.message(), message) << text;
      EXPECT_EQ(error.fact("line"), line) << text;
    }
  }
}

TEST(Directive, SuggestsTheNearest) {
  EXPECT_EQ(unknown_directive("no-transactions").hint(), "did you mean dunlin:no-transaction?");
  EXPECT_EQ(unknown_directive("downn").hint(), "did you mean dunlin:down?");
  EXPECT_NE(unknown_directive("zzzzz").hint().find("the directives are unit"), std::string::npos);
  EXPECT_THROW(leading_directives("-- dunlin:nope"), Error);
}

TEST(Directive, LeavesOtherCommentsAlone) {
  EXPECT_EQ(split({"-- see dunlin:nothing\n/* dunlin:nothing */ SELECT '\n-- dunlin:nothing\n';"}).size(),
            1U);
  EXPECT_EQ(split({"COPY t FROM STDIN;\n-- dunlin:nothing\n\\.\n"}).size(), 1U);
}

}  // namespace
}  // namespace dunlin::sql
