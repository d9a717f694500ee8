#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/Assess.hpp"
#include "transfer/PlanFile.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::transfer {
namespace {

// Makes a SQLite file of `sql` and assesses it.
class AssessTest : public ::testing::Test {
 protected:
  std::string path() const { return (folder_.path() / fmt::format("{}.db", number_)).string(); }

  Assessment assess(const std::string& sql, const model::TransferConfig& config = {}) {
    ++number_;
    auto database = sqlite::Database::open(path(), sqlite::Database::Mode::create);
    std::size_t begin = 0;
    for (std::size_t end = sql.find(";\n"); begin < sql.size(); end = sql.find(";\n", begin)) {
      database.exec(sql.substr(begin, end == std::string::npos ? end : end - begin));
      begin = end == std::string::npos ? sql.size() : end + 2;
    }
    schema_ = sqlite::read_schema(database);
    auto out = transfer::assess(path(), schema_, config, {});
    // What was mapped can be tried again, with the same outcome.
    const auto again = try_every_value(path(), schema_, out.mapping, {});
    EXPECT_EQ(again.mapping, out.mapping);
    EXPECT_EQ(again.problems, out.problems);
    return out;
  }

  // One column `c` of a declared type, with these values.
  Assessment column(const std::string& declared, const std::string& values,
                    const model::TransferConfig& config = {}) {
    return assess(fmt::format("CREATE TABLE t (id INTEGER PRIMARY KEY, c {});\nINSERT INTO t (c) VALUES {}",
                              declared, values),
                  config);
  }

  test::TempFolder folder_;
  sqlite::Schema schema_;
  int number_ = 0;
};

std::string words(const ColumnMapping& column) {
  return column.type + (column.form.empty() ? "" : " [" + column.form + "]") +
         (column.reversible ? "" : " one way");
}
std::string words(const std::vector<Problem>& problems) {
  std::string out;
  for (const auto& problem : problems)
    out += fmt::format("{}{} {} {}", out.empty() ? "" : "; ", to_string(problem.weight), problem.rule,
                       problem.count);
  return out;
}

struct ColumnCase {
  const char* declared;
  const char* values;
  const char* mapped;  ///< type, form, whether it comes back
  const char* problems;
};

// The features of specification rows 4 to 23, a case or more each: declared type, values, outcome.
const ColumnCase k_cases[] = {
    {"INTEGER", "(1), (-5), (NULL)", "bigint", ""},
    {"INT", "(3000000000)", "bigint", ""},
    {"TINYINT", "(300)", "bigint", ""},
    {"UNSIGNED BIG INT", "(9223372036854775807)", "bigint", ""},
    {"INTEGER", "(1), ('abc'), ('')", "bigint one way", "refused text-in-bigint-column 2"},
    {"INTEGER", "(1), (1.5)", "double precision [number]", ""},
    {"INTEGER", "(1.5), (9007199254740993)", "numeric", ""},
    {"INTEGER", "('one'), ('two')", "text", ""},
    {"REAL", "(0.1), (1e300), (3), (-0.0)", "double precision", ""},
    {"FLOAT", "(9e999), (-9e999), (5e-324)", "double precision", ""},
    {"REAL", "(0.5), ('x')", "double precision one way", "refused text-in-double-precision-column 1"},
    {"DECIMAL(10,2)", "(1.25), (7), (NULL)", "numeric(10,2)", ""},
    {"DECIMAL(10,2)", "(1234567.891)", "numeric", ""},
    {"decimal (5, 2)", "(1000)", "numeric", ""},
    {"NUMERIC", "(9007199254740993), (1e20), (-0.25)", "numeric", ""},
    {"NUMERIC", "(9e999), (1)", "double precision [number]", ""},
    {"MONEY", "(0.30000000000000004)", "numeric", ""},
    {"TEXT", "('a'), ('')", "text", ""},
    {"VARCHAR(3)", "('longer than three')", "text", ""},
    {"TEXT", "('ab' || char(0) || 'cd'), ('x')", "text one way", "refused nul-in-text 1"},
    {"TEXT", "(CAST(x'63e9' AS TEXT)), ('x')", "text one way", "refused invalid-utf8 1"},
    {"TEXT", "(x'ff'), (x'')", "bytea", ""},
    {"TEXT", "(x'ff'), ('x')", "text one way", "refused blob-in-text-column 1"},
    {"BLOB", "(x'ff'), (x'00')", "bytea", ""},
    {"BLOB", "('text'), ('more')", "text", ""},
    {"BLOB", "(x'ff'), ('text')", "bytea one way", "refused text-in-bytea-column 1"},
    {"BOOLEAN", "(0), (1), (NULL)", "boolean", ""},
    {"BOOLEAN", "(0), (2)", "bigint", ""},
    {"BOOLEAN", "('t'), ('f')", "boolean [t/f]", ""},
    {"BOOLEAN", "('t'), ('FALSE')", "text", ""},
    {"JSON", "('{\"a\":1}'), ('[]')", "json", ""},
    {"JSON", "('{\"a\":1}'), ('7'), ('1.5')", "json [number]", ""},
    {"JSON", "('{\"a\":1}'), ('{')", "text", ""},
    {"UUID", "('0f8fad5b-d9cb-469f-a165-70867728950e')", "uuid", ""},
    {"GUID", "('0F8FAD5B-D9CB-469F-A165-70867728950E')", "uuid [upper]", ""},
    {"UUID", "('0F8FAD5B-D9CB-469F-A165-70867728950E'), ('0f8fad5b-d9cb-469f-a165-70867728950e')", "text",
     ""},
    {"UUID", "(x'0f8fad5bd9cb469fa16570867728950e')", "uuid", ""},
    {"DATE", "('2024-02-29'), ('0001-01-01')", "date", ""},
    {"DATE", "('2024-02-29'), ('0000-00-00')", "text", ""},
    {"DATE", "('2024-02-29 00:00:00')", "timestamp [YYYY-MM-DD HH:MM:SS]", ""},
    {"TIME", "('23:59:59')", "time [HH:MM:SS]", ""},
    {"DATETIME", "('2024-01-01 00:00:00.000'), ('2024-01-01 00:00:00.123')",
     "timestamp [YYYY-MM-DD HH:MM:SS.SSS]", ""},
    {"DATETIME", "('2024-01-01 00:00:00'), ('2024-01-01 00:00:00.120000')",
     "timestamp [YYYY-MM-DD HH:MM:SS[.SSSSSS]]", ""},
    {"DATETIME", "('2024-01-01 00:00:00'), ('2024-01-01 00:00:00.12'), ('2024-01-01 00:00:00.5')",
     "timestamp [YYYY-MM-DD HH:MM:SS[.S*]]", ""},
    {"DATETIME", "('2024-01-01 00:00:00'), ('2024-01-01T00:00:01'), ('2024-01-01 00:00:02')",
     "timestamp [YYYY-MM-DD HH:MM:SS] one way", "changed spelling-not-kept 1"},
    {"DATETIME", "('2024-01-01T00:00:00Z')", "timestamptz [YYYY-MM-DDTHH:MM:SSZ]", ""},
    {"DATETIME",
     "('2024-01-01 00:00:00+02:00'), ('2024-01-01 00:00:00+02:00'), ('2024-01-01 00:00:00-11:30')",
     "timestamptz [YYYY-MM-DD HH:MM:SS+02:00] one way", "changed spelling-not-kept 1"},
    {"DATETIME", "('2024-01-01 00:00:00'), ('2024-01-01 00:00:00Z')", "text", ""},
    {"DATETIME", "('2024-01-01 00:00:00'), (''), ('junk')", "text", ""},
    {"DATETIME", "('2024-01-01 00:00:00.1234567')", "text", ""},
    {"DATETIME", "(1700000000), (0)", "bigint", ""},
    {"TIMESTAMP", "(721692800.5)", "double precision [number]", ""},
    {"WEIGHT", "(1.5)", "double precision [number]", ""},
    {"INTEGER", "(1.5)", "double precision [number]", ""},
    {"", "(1.5)", "double precision", ""},
    {"", "(1), (2)", "bigint", ""},
    {"", "('x')", "text", ""},
    {"", "(x'00')", "bytea", ""},
    {"", "(1), ('x')", "text one way", "refused integer-in-text-column 1"},
    {"STRING", "('x')", "text", ""},
    {"INTERGER", "(5)", "bigint", ""},
    {"TIMESTAMP", "(NULL)", "timestamp", ""},
    {"TEXT NOT NULL", "('')", "text", ""},
};

TEST_F(AssessTest, ColumnsByTheirTypeAndValues) {
  for (const auto& c : k_cases) {
    const auto out = column(c.declared, c.values);
    EXPECT_EQ(words(out.mapping.tables[0].columns[1]), c.mapped) << c.declared << ": " << c.values;
    EXPECT_EQ(words(out.problems), c.problems) << c.declared << ": " << c.values;
  }
}

bool suggests(const Assessment& assessment, const std::string& begin) {
  const auto& all = assessment.mapping.tables[0].columns[1].suggestions;
  return std::any_of(all.begin(), all.end(), [&](const std::string& one) { return one.starts_with(begin); });
}

TEST_F(AssessTest, RicherTypesAreSuggestions) {
  EXPECT_TRUE(suggests(column("DATETIME", "(1700000000), (0)"), "timestamptz from epoch_s: all 2"));
  EXPECT_TRUE(suggests(column("TIMESTAMP", "(1700000000123)"), "timestamptz from epoch_ms"));
  EXPECT_TRUE(suggests(column("DATETIME", "(1700000000123456)"), "timestamptz from epoch_us"));
  EXPECT_TRUE(suggests(column("DATETIME", "(13344473600000000)"), "timestamptz from webkit"));
  EXPECT_TRUE(suggests(column("TIMESTAMP", "(721692800.5)"), "timestamptz from core_data"));
  EXPECT_TRUE(suggests(column("DATETIME", "(2460262.5)"), "timestamptz from julian"));
  EXPECT_FALSE(suggests(column("INTEGER", "(1700000000)"), "timestamptz"));
  EXPECT_TRUE(suggests(column("INTEGER", "(0), (1)"), "boolean: fits all 2"));
  EXPECT_TRUE(suggests(column("TEXT", "('0f8fad5b-d9cb-469f-a165-70867728950e')"), "uuid: fits the 1 value"));
  EXPECT_TRUE(suggests(column("BLOB", "(x'0f8fad5bd9cb469fa16570867728950e')"), "uuid from blob"));
  EXPECT_TRUE(suggests(column("TEXT", "('{}')"), "json: fits the 1 value"));
  EXPECT_TRUE(suggests(column("TEXT", "('12')"), "bigint: fits the 1 value"));
}

TEST_F(AssessTest, TheRowsThatKeepAColumnFromAStricterTypeAreNamed) {
  std::string values;
  for (int i = 1; i <= 60; ++i)
    values += fmt::format("{}('2024-01-01 00:00:{:02}')", i == 1 ? "" : ", ", i % 60);
  EXPECT_TRUE(
      suggests(column("DATETIME", values + ", ('junk')"), "timestamp: fits all but 1 of 61 values (id=61)"));
}

TEST_F(AssessTest, RulesDecide) {
  model::TransferConfig config;
  const auto mapped = [&](model::TransferRule rule, const std::string& declared, const std::string& values) {
    config.rules = {std::move(rule)};
    const auto out = column(declared, values, config);
    return words(out.mapping.tables[0].columns[1]) + (out.problems.empty() ? "" : ": " + words(out.problems));
  };
  using model::MisfitPolicy;
  EXPECT_EQ(
      mapped({.match = "t.c", .to = "timestamptz", .from = "epoch_ms"}, "INTEGER", "(1700000000123), (0)"),
      "timestamptz");
  EXPECT_EQ(mapped({.match = "T.C", .to = "timestamptz"}, "INTEGER", "(1700000000123)"),
            "timestamptz one way: refused integer-in-timestamptz-column 1");
  EXPECT_EQ(mapped({.match = "*", .type = "INT*", .to = "smallint"}, "INTEGER", "(5), (70000)"),
            "smallint one way: refused not-smallint 1");
  EXPECT_EQ(mapped({.match = "t.c", .to = "uuid"}, "BLOB", "(x'0f8fad5bd9cb469fa16570867728950e')"), "uuid");
  EXPECT_EQ(mapped({.match = "t.c", .to = "bytea"}, "TEXT", "('a' || char(0))"), "bytea [text]");
  EXPECT_EQ(mapped({.match = "t.c", .to = "numeric(6,2)"}, "TEXT", "('1.50'), ('12.25')"),
            "numeric(6,2) [text]");
  EXPECT_EQ(mapped({.match = "t.c", .to = "numeric(6,2)"}, "TEXT", "('1.5')"),
            "numeric(6,2) [text] one way: changed spelling-not-kept 1");
  EXPECT_EQ(mapped({.match = "t.c", .misfit = MisfitPolicy::text}, "INTEGER", "(1), ('abc')"),
            "text [number]");
  EXPECT_EQ(
      mapped({.match = "t.c", .to = "text", .misfit = MisfitPolicy::text}, "", "(1), ('abc'), (0.5), ('')"),
      "text [number]");
  EXPECT_EQ(mapped({.match = "t.c", .misfit = MisfitPolicy::text}, "", "(1), ('2'), ('a'), ('b')"),
            "text [number] one way: changed spelling-not-kept 1");
  EXPECT_EQ(mapped({.match = "t.c", .to = "text"}, "INTEGER", "(1), ('abc')"),
            "text one way: refused integer-in-text-column 1");
  EXPECT_EQ(mapped({.match = "t.c", .misfit = MisfitPolicy::null}, "INTEGER", "(1), ('abc')"),
            "bigint one way: changed text-in-bigint-column 1");
  EXPECT_EQ(mapped({.match = "t.c", .misfit = MisfitPolicy::latin1}, "TEXT", "(CAST(x'63e9' AS TEXT))"),
            "text one way: changed invalid-utf8 1");
  EXPECT_EQ(mapped({.match = "t.c", .to = "boolean"}, "TEXT", "('yes'), ('no')"), "boolean [yes/no]");
  EXPECT_EQ(mapped({.match = "u.c", .to = "boolean"}, "TEXT", "('yes')"), "text");
}

TEST_F(AssessTest, RejectedRowsAreCounted) {
  model::TransferConfig config;
  config.misfit = model::MisfitPolicy::reject;
  const auto out = column("INTEGER", "(1), ('abc'), (2), ('')", config);
  EXPECT_EQ(out.mapping.tables[0].rows, 4);
  EXPECT_EQ(out.mapping.tables[0].rejected, 2);
  EXPECT_EQ(out.problems.at(0).keys, (std::vector<std::string>{"id=2", "id=4"}));
}

TEST_F(AssessTest, TablesAndColumnsCanBeLeftOutAndRenamed) {
  model::TransferConfig config;
  config.skip = {"*_old"};
  config.identifiers = "snake";
  config.rules = {{.match = "*.secret", .skip = true}, {.match = "*.at", .rename = "moment"}};
  const auto out = assess(
      "CREATE TABLE userNames (userId INTEGER PRIMARY KEY, secret TEXT, at TEXT);\n"
      "CREATE TABLE users_old (a)",
      config);
  ASSERT_EQ(out.mapping.tables.size(), 1U);
  EXPECT_EQ(out.mapping.tables[0].target, "user_names");
  ASSERT_EQ(out.mapping.tables[0].columns.size(), 2U);
  EXPECT_EQ(out.mapping.tables[0].columns[0].target, "user_id");
  EXPECT_EQ(out.mapping.tables[0].columns[1].target, "moment");
}

// An edited plan as rules: the assessment comes to its types.
TEST_F(AssessTest, APlanAsRulesGivesThatPlanAgain) {
  const std::string sql =
      "CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME, u UUID, n DECIMAL(10,2), b BOOLEAN, j JSON, z "
      "BLOB, x);\n"
      "INSERT INTO t VALUES (1, '2024-01-01 00:00:00', '0f8fad5b-d9cb-469f-a165-70867728950e', 1.5, 't', "
      "'{}', x'00', 5)";
  const auto first = assess(sql);
  auto edited = first.mapping;
  edited.tables[0].columns[3].type = "numeric(20,4)";
  edited.tables[0].columns[1].target = "moment";
  model::TransferConfig config;
  config.rules = rules_of(edited);
  const auto again = assess(sql, config);
  for (std::size_t i = 0; i < edited.tables[0].columns.size(); ++i) {
    EXPECT_EQ(words(again.mapping.tables[0].columns[i]), words(edited.tables[0].columns[i]));
    EXPECT_EQ(again.mapping.tables[0].columns[i].target, edited.tables[0].columns[i].target);
  }
}

TEST_F(AssessTest, ListsOfWordsBecomeEnums) {
  model::TransferConfig config;
  config.enums = true;
  const std::string sql =
      "CREATE TABLE users (id INTEGER PRIMARY KEY, status TEXT CHECK (status IN ('on', 'off')));\n"
      "INSERT INTO users VALUES (1, 'on')";
  auto out = assess(sql, config);
  if (!schema_.tables[0].checks.empty()) {
    EXPECT_EQ(words(out.mapping.tables[0].columns[1]), "user_status");
    EXPECT_EQ(out.mapping.tables[0].columns[1].conversion, Conversion::enumeration);
  }
  EXPECT_EQ(words(assess(sql).mapping.tables[0].columns[1]), "text");
}

TEST_F(AssessTest, KeysDemandValues) {
  const auto out =
      assess("CREATE TABLE t (k TEXT PRIMARY KEY, v);\nINSERT INTO t VALUES (NULL, 1), (NULL, 2), ('a', 3)");
  EXPECT_EQ(words(out.problems), "refused null-in-not-null-column 2");
}

TEST_F(AssessTest, ChecksThatRowsViolate) {
  const auto out = assess(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, age INT);\n"
      "INSERT INTO t VALUES (1, 5), (2, -5), (3, NULL)");
  auto schema = schema_;
  schema.tables[0].checks = {{"grown", "age >= 0 -- years"}, {"", "no_such_function(age)"}};
  const auto checked = try_every_value(path(), schema, out.mapping, {});
  EXPECT_EQ(words(checked.problems), "refused check-violated 1; note check-not-tried 0");
  EXPECT_EQ(checked.problems.at(0).object, "t.grown");
  EXPECT_EQ(checked.problems.at(0).keys, std::vector<std::string>{"id=2"});
}

TEST_F(AssessTest, TooManyColumns) {
  std::string columns;
  for (int i = 0; i < 1700; ++i) columns += fmt::format(", c{}", i);
  EXPECT_EQ(words(assess("CREATE TABLE t (id INTEGER PRIMARY KEY" + columns + ")").problems),
            "refused too-many-columns 0");
}

// Many pieces on several threads give what one gives: sums, extremes, the first keys in order.
TEST_F(AssessTest, LargeTablesAreReadInPieces) {
  const auto out = assess(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, c INTEGER, pad BLOB);\n"
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000) "
      "INSERT INTO t SELECT i, CASE WHEN i % 300 = 0 THEN 'odd' ELSE i - 6000 END, zeroblob(2000) FROM n");
  const auto& profile = out.profiles[0].columns[1];
  EXPECT_EQ(out.mapping.tables[0].rows, 12000);
  EXPECT_EQ(profile.integers, 11960);
  EXPECT_EQ(profile.texts, 40);
  EXPECT_EQ(profile.min_integer, -5999);
  EXPECT_EQ(profile.max_integer, 5999);
  EXPECT_EQ(out.problems.at(0).count, 40);
  EXPECT_EQ(out.problems.at(0).keys.size(), 20U);
  EXPECT_EQ(out.problems.at(0).keys.front(), "id=300");
  EXPECT_EQ(out.problems.at(0).keys.back(), "id=6000");
}

}  // namespace
}  // namespace dunlin::transfer
