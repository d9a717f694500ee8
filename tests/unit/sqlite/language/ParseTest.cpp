#include <gtest/gtest.h>
#include <random>

#include "sqlite/Database.hpp"
#include "sqlite/language/Parse.hpp"
#include "sqlite/language/Token.hpp"
#include "unit/TempFolder.hpp"
#include "unit/sqlite/language/Samples.hpp"

namespace dunlin::sqlite {
namespace {

using dunlin::test::TempFolder;
using Kind = Expression::Kind;

Expression tree_of(std::string_view sql) {
  const auto parsed = parse_expression(sql);
  EXPECT_TRUE(parsed.tree) << sql << ": " << parsed.error;
  return parsed.tree.value_or(Expression{});
}

// Fully parenthesized, so that a test can see what binds to what.
std::string shape(const Expression& e) {
  std::string out;
  switch (e.kind) {
    case Kind::binary:
    case Kind::like:
      for (const Expression& operand : e.operands)
        out += (out.empty() ? "(" : " " + e.text + " ") + shape(operand);
      return out + ")";
    case Kind::unary: return "(" + e.text + " " + shape(e.operands[0]) + ")";
    case Kind::collate: return "(" + shape(e.operands[0]) + " COLLATE " + e.text + ")";
    case Kind::is_null: return "(" + shape(e.operands[0]) + (e.negated ? " NOTNULL)" : " ISNULL)");
    case Kind::between:
      return "(" + shape(e.operands[0]) + " BETWEEN " + shape(e.operands[1]) + " AND " +
             shape(e.operands[2]) + ")";
    default: return e.text;
  }
}

TEST(ParseExpression, PrecedenceIsSqlites) {
  EXPECT_EQ(shape(tree_of("1 + 2 * 3 || 4")), "(1 + (2 * (3 || 4)))");
  EXPECT_EQ(shape(tree_of("1 - 2 - 3")), "((1 - 2) - 3)");
  EXPECT_EQ(shape(tree_of("not a = b and c or d")), "(((NOT (a = b)) AND c) OR d)");
  EXPECT_EQ(shape(tree_of("a = NOT b = c")), "(a = (NOT (b = c)))");
  EXPECT_EQ(shape(tree_of("a < b = c > d")), "((a < b) = (c > d))");
  EXPECT_EQ(shape(tree_of("a & b + c << d")), "((a & (b + c)) << d)");
  EXPECT_EQ(shape(tree_of("- a || b COLLATE nocase")), "((- a) || (b COLLATE nocase))");
  EXPECT_EQ(shape(tree_of("- a COLLATE nocase")), "((- a) COLLATE nocase)");
  EXPECT_EQ(shape(tree_of("a BETWEEN b AND c AND d")), "((a BETWEEN b AND c) AND d)");
  EXPECT_EQ(shape(tree_of("a IS NULL = b NOTNULL")), "(((a ISNULL) = b) NOTNULL)");
  EXPECT_EQ(shape(tree_of("a OR b OR c")), "(a OR b OR c)");
  EXPECT_EQ(shape(tree_of("a LIKE b || '%' AND c")), "((a LIKE (b || %)) AND c)");
  EXPECT_EQ(shape(tree_of("a -> 'x' ->> 'y'")), "((a -> x) ->> y)");
}

TEST(ParseExpression, QuotesAndLiterals) {
  EXPECT_EQ(tree_of("'it''s'").text, "it's");
  EXPECT_EQ(tree_of("x'0aFF'").text, "0aFF");
  EXPECT_TRUE(tree_of("\"a b\"").double_quoted);
  EXPECT_FALSE(tree_of("[a b]").double_quoted);
  EXPECT_EQ(tree_of("main.t.[c]").schema, "main");
  EXPECT_EQ(tree_of("CASE WHEN 1 THEN 2 END").operands.size(), 2U);
}

TEST(ParseExpression, WhatIsWrongIsAnError) {
  for (const char* sql : {"", "1 +", "(1", "a b", "CASE END", "a IN", "x'0'", "'open", "CAST(a)", "f(",
                          "1 BETWEEN 2", "SELECT", "12abc"})
    EXPECT_FALSE(parse_expression(sql).tree) << sql;
  EXPECT_EQ(parse_expression("a + ,").error, "near \",\" (byte 4): an expression expected");
}

TEST(ParseExpression, DeepNestingIsAnErrorAndNoCrash) {
  for (const std::string open : {"(", "-", "NOT ", "f(", "(SELECT ", "CASE WHEN "}) {
    std::string sql;
    for (int i = 0; i < 20000; ++i) sql += open;
    EXPECT_FALSE(parse_expression(sql + "1").tree);
  }
  std::string sum = "1";
  for (int i = 0; i < 20000; ++i) sum += "+1";
  EXPECT_FALSE(parse_expression(sum).tree);
  std::string either = "a";
  for (int i = 0; i < 20000; ++i) either += " OR a";
  EXPECT_TRUE(parse_expression(either).tree) << "a long chain isn't deep";
}

TEST(ParseCreateTable, ItsParts) {
  const auto table = parse_create_table(
      "CREATE TABLE t (a INTEGER CONSTRAINT pos CHECK (a > (0)) NOT NULL, b TEXT AS (a || 'x') STORED, "
      "CONSTRAINT f FOREIGN KEY (a) REFERENCES p DEFERRABLE INITIALLY DEFERRED, UNIQUE (b)) STRICT");
  ASSERT_TRUE(table.tree) << table.error;
  EXPECT_EQ(table.tree->checks.at(0).name, "pos");
  EXPECT_EQ(table.tree->checks.at(0).condition.sql, "a > (0)");
  EXPECT_EQ(table.tree->columns.at(1).generated->sql, "a || 'x'");
  EXPECT_TRUE(table.tree->columns.at(1).stored);
  EXPECT_EQ(table.tree->foreign_keys.at(0).name, "f");
  EXPECT_TRUE(table.tree->foreign_keys.at(0).initially_deferred);
  EXPECT_TRUE(table.tree->strict);
}

TEST(ParseCreateIndex, TermsAndWhere) {
  const auto index = parse_create_index(
      "CREATE UNIQUE INDEX i ON t (a, lower(b) COLLATE nocase DESC, (c COLLATE rtrim)) WHERE a IS NOT NULL");
  ASSERT_TRUE(index.tree) << index.error;
  EXPECT_EQ(index.tree->term_texts, (std::vector<std::string>{"a", "lower(b)", "(c COLLATE rtrim)"}));
  EXPECT_EQ(index.tree->where->sql, "a IS NOT NULL");
}

class AgainstSqlite : public ::testing::Test {
 protected:
  TempFolder folder_;
  Database database_ = Database::open(folder_.file("a.db"), Database::Mode::create);
  bool accepts(const std::string& sql) {
    try {
      database_.prepare(sql);
      return true;
    } catch (const Error&) {
      return false;
    }
  }
};

// The columns that the parser sees are those that SQLite says it has.
TEST_F(AgainstSqlite, ColumnsOfEveryTable) {
  int compared = 0;
  for (const std::string& sql : test::table_samples()) {
    const auto parsed = parse_create_table(sql);
    ASSERT_TRUE(parsed.tree) << sql << ": " << parsed.error;
    if (!parsed.tree->as_select.empty()) continue;
    database_.exec("DROP TABLE IF EXISTS t");
    if (!accepts(sql)) continue;
    database_.exec(sql);
    auto info = database_.prepare(
        "SELECT name, type, \"notnull\", dflt_value, hidden FROM pragma_table_xinfo('t') ORDER BY cid");
    std::size_t i = 0;
    for (; info.step(); ++i) {
      ASSERT_LT(i, parsed.tree->columns.size()) << sql;
      const ColumnDefinition& column = parsed.tree->columns[i];
      EXPECT_EQ(column.name, info.text(0)) << sql;
      EXPECT_TRUE(same_name(unquote(column.type), info.text(1)))
          << sql << ": " << column.type << " / " << info.text(1);
      EXPECT_EQ(column.not_null, info.integer(2) != 0 && !parsed.tree->without_rowid) << sql;
      EXPECT_EQ(column.default_value.has_value(), info.value(3).storage != Storage::null) << sql;
      EXPECT_EQ(column.default_value ? column.default_value->sql : "", info.text(3)) << sql;
      EXPECT_EQ(column.generated ? (column.stored ? 3 : 2) : 0, info.integer(4)) << sql;
    }
    EXPECT_EQ(i, parsed.tree->columns.size()) << sql;
    ++compared;
  }
  EXPECT_GE(compared, 16);
}

TEST_F(AgainstSqlite, EverySampleIsReadByBoth) {
  database_.exec("CREATE TABLE t (a, b, c)");
  database_.exec("CREATE TABLE one (a)");
  database_.exec("CREATE INDEX i ON t (a)");
  database_.exec("CREATE VIEW v AS SELECT * FROM t");
  for (const std::string& sql : test::expression_samples()) {
    EXPECT_TRUE(parse_expression(sql).tree) << sql << ": " << parse_expression(sql).error;
    EXPECT_TRUE(accepts("SELECT " + sql + " FROM t")) << sql << database_.last_error("").what();
  }
  for (const std::string& sql : test::select_samples()) {
    EXPECT_TRUE(parse_select(sql).tree) << sql << ": " << parse_select(sql).error;
    EXPECT_TRUE(accepts(sql)) << sql << database_.last_error("").what();
    EXPECT_TRUE(parse_create_view("CREATE VIEW w AS " + sql).tree) << sql;
  }
  for (const std::string& sql : test::trigger_samples())
    EXPECT_TRUE(parse_create_trigger(sql).tree) << sql << ": " << parse_create_trigger(sql).error;
}

// Numbers and NULLs in parentheses that our tree says are there change nothing for SQLite.
TEST_F(AgainstSqlite, ParenthesesAtOurPlacesChangeNoValue) {
  std::mt19937 random(7);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same expressions every time
  const std::vector<std::string> operands = {"1", "2", "3", "0", "7", "NULL"};
  const std::vector<std::string> between = {"+",  "-", "*",  "/",  "%",      "||",   "<",
                                            "<=", "=", "<>", "IS", "IS NOT", "AND",  "OR",
                                            "&",  "|", "<<", ">>", "LIKE",   "GLOB", "NOT LIKE"};
  const auto pick = [&](const std::vector<std::string>& of) { return of[random() % of.size()]; };
  int compared = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string sql = pick(operands);
    for (int n = 0; n < 5; ++n)
      sql += " " + pick(between) + (random() % 4 == 0 ? " - " : " ") + pick(operands);
    const Expression tree = tree_of(sql);
    std::string with = shape(tree);
    if (sql.find("NULL") != std::string::npos || sql.find("NOT LIKE") != std::string::npos) continue;
    EXPECT_EQ(database_.number("SELECT (" + sql + ") IS (" + with + ")"), 1) << sql << "\n" << with;
    ++compared;
  }
  EXPECT_GT(compared, 500);
}

// Pieces of statements put together at random, cut, doubled and changed: no crash, no hang.
TEST(ParseMutations, NothingBreaks) {
  std::vector<std::string> all;
  for (const auto* samples : {&test::table_samples(), &test::expression_samples(), &test::select_samples(),
                              &test::trigger_samples()})
    all.insert(all.end(), samples->begin(), samples->end());
  std::mt19937 random(11);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same texts every time
  const std::string bytes = "()'\"`[],;.*-/|<>=!x0\\ \n\xff\xc3";
  for (int i = 0; i < 20000; ++i) {
    std::string sql = all[random() % all.size()];
    for (int edits = 1 + static_cast<int>(random() % 4); edits > 0; --edits) {
      const std::size_t at = sql.empty() ? 0 : random() % sql.size();
      switch (random() % 5) {
        case 0: sql.erase(at, random() % 8); break;
        case 1: sql.insert(at, 1, bytes[random() % bytes.size()]); break;
        case 2: sql.insert(at, sql.substr(random() % (at + 1), random() % 30)); break;
        case 3: sql.resize(at); break;
        default: {
          const std::string& other = all[random() % all.size()];
          sql.insert(at, other.substr(random() % other.size(), random() % 20));
        }
      }
    }
    for (const auto& [tree, error] : {parse_expression(sql)}) EXPECT_NE(tree.has_value(), !error.empty());
    EXPECT_EQ(parse_select(sql), parse_select(sql));
    EXPECT_EQ(parse_create_table(sql), parse_create_table(sql));
    EXPECT_EQ(parse_create_trigger(sql), parse_create_trigger(sql));
    parse_create_index(sql);
    parse_create_view(sql);
  }
}

}  // namespace
}  // namespace dunlin::sqlite
