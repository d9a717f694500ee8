// Partitions and distributed tables: what the values make of a rule, what the keys make of it, what is
// written.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/Text.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/Assess.hpp"
#include "transfer/PlanFile.hpp"
#include "transfer/assess/PartitionBounds.hpp"
#include "transfer/schema/Scripts.hpp"
#include "transfer/structure/CompareStructure.hpp"
#include "transfer/values/Calendar.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::transfer {
namespace {

std::int64_t days(int year, int month, int day) {
  return days_of({year, month, day});
}
std::vector<std::int64_t> of(const std::optional<std::vector<std::int64_t>>& borders) {
  return borders.value_or(std::vector<std::int64_t>{});
}

TEST(PartitionBounds, BeginAtTheIntervalOfTheLeast) {
  EXPECT_EQ(of(interval_borders("month", days(2023, 12, 31), days(2024, 2, 29))),
            (std::vector{days(2023, 12, 1), days(2024, 1, 1), days(2024, 2, 1), days(2024, 3, 1)}));
  EXPECT_EQ(of(interval_borders("year", days(2023, 1, 1), days(2024, 12, 31))),
            (std::vector{days(2023, 1, 1), days(2024, 1, 1), days(2025, 1, 1)}));
  EXPECT_EQ(of(interval_borders("week", days(2024, 1, 3), days(2024, 1, 8))),  // a Wednesday, a Monday
            (std::vector{days(2024, 1, 1), days(2024, 1, 8), days(2024, 1, 15)}));
  EXPECT_EQ(of(interval_borders("week", days(1999, 12, 31), days(1999, 12, 31))),
            (std::vector{days(1999, 12, 27), days(2000, 1, 3)}));
  EXPECT_EQ(of(interval_borders("day", days(1970, 1, 1), days(1970, 1, 1))),
            (std::vector{days(1970, 1, 1), days(1970, 1, 2)}));
  EXPECT_EQ(of(number_borders(100, -1, 100)), (std::vector<std::int64_t>{-100, 0, 100, 200}));
}

TEST(PartitionBounds, AreNotThousands) {
  EXPECT_FALSE(interval_borders("day", days(2000, 1, 1), days(2024, 1, 1)));
  EXPECT_FALSE(number_borders(1, 0, 1'000'000));
}

class PlacementTest : public ::testing::Test {
 protected:
  // Assesses a file made of `sql`, and writes its scripts.
  void source(const std::string& sql) {
    const std::string path = (folder_.path() / fmt::format("{}.db", ++number_)).string();
    auto database = sqlite::Database::open(path, sqlite::Database::Mode::create);
    for (const auto& statement : split(sql)) database.exec(statement);
    schema_ = sqlite::read_schema(database);
    assessment_ = assess(path, schema_, config_, {});
    scripts_ = make_scripts(schema_, assessment_.mapping, config_);
  }
  static std::vector<std::string> split(const std::string& sql) {
    std::vector<std::string> statements;
    for (std::size_t begin = 0; begin < sql.size();) {
      const auto end = sql.find(";\n", begin);
      statements.push_back(sql.substr(begin, end == std::string::npos ? end : end - begin));
      begin = end == std::string::npos ? sql.size() : end + 2;
    }
    return statements;
  }

  std::string refusals() const {
    std::string out;
    for (const auto* problems : {&assessment_.problems, &scripts_.problems})
      for (const auto& problem : *problems)
        if (problem.weight == Weight::refused) out += problem.object + ": " + problem.message + "\n";
    return out;
  }
  bool written(const std::string& text) const {
    return (scripts_.before_data + scripts_.after_data).find(text) != std::string::npos;
  }
  const TableMapping& table(const std::string& name) const { return *assessment_.mapping.find(name); }

  test::TempFolder folder_;
  model::TransferConfig config_;
  sqlite::Schema schema_;
  Assessment assessment_;
  Scripts scripts_;
  int number_ = 0;
};

constexpr const char* k_events = R"(CREATE TABLE events (id INTEGER PRIMARY KEY, at DATETIME);
INSERT INTO events (at) VALUES ('2024-01-31 23:59:59'), ('2023-11-05 00:00:00'))";

TEST_F(PlacementTest, RangesFollowTheValues) {
  config_.partitions = {
      {.table = "EVENTS", .by = "range", .columns = {"AT"}, .interval = "month", .widen_keys = true}};
  source(k_events);
  EXPECT_EQ(refusals(), "");
  EXPECT_EQ(table("events").partitioning->bounds,
            (std::vector<std::string>{"2023-11-01", "2023-12-01", "2024-01-01", "2024-02-01", "2024-03-01"}));
  EXPECT_TRUE(written(R"(PARTITION BY RANGE ("at"))") || written("PARTITION BY RANGE (at)"))
      << scripts_.before_data;
  EXPECT_TRUE(written(
      "CREATE TABLE events_2023_11 PARTITION OF events FOR VALUES FROM ('2023-11-01') TO ('2023-12-01');"))
      << scripts_.before_data;
  EXPECT_TRUE(written("CREATE TABLE events_default PARTITION OF events DEFAULT;"));
  EXPECT_TRUE(written("PRIMARY KEY (id, at)") || written("PRIMARY KEY (id, \"at\")")) << scripts_.after_data;
  EXPECT_TRUE(written("at timestamp NOT NULL") || written("\"at\" timestamp NOT NULL"))
      << scripts_.before_data;
}

TEST_F(PlacementTest, AKeyWithoutTheColumnIsRefused) {
  config_.partitions = {{.table = "events", .by = "range", .columns = {"at"}, .interval = "month"}};
  source(k_events);
  EXPECT_EQ(refusals(),
            "events: it is partitioned by at, and the primary key (id) doesn't contain that column: "
            "PostgreSQL looks "
            "for equal keys in one part only\n");
}

TEST_F(PlacementTest, RefusesWhatCannotBe) {
  const auto refused_for = [&](const model::PartitionRule& rule) {
    config_.partitions = {rule};
    source(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME, f REAL, j JSON, g INT AS (id + 1) STORED);\n"
        "INSERT INTO t (at, f, j) VALUES ('2024-01-01 00:00:00', 0.5, '{}'), (NULL, 1, NULL)");
    return refusals();
  };
  const auto names = [&](const std::string& column, const std::string& interval) {
    return refused_for(
        {.table = "t", .by = "range", .columns = {column}, .interval = interval, .widen_keys = true});
  };
  EXPECT_NE(names("at", "month").find("t.at: 1 row has no value there"), std::string::npos) << refusals();
  EXPECT_NE(names("at", "12").find("'12' is no interval for timestamp"), std::string::npos) << refusals();
  EXPECT_NE(names("id", "month").find("'month' is no interval for bigint"), std::string::npos) << refusals();
  EXPECT_NE(names("f", "10").find("ranges of double precision"), std::string::npos) << refusals();
  EXPECT_NE(names("g", "10").find("t.g: [[transfer.partition]] names a column that isn't"),
            std::string::npos);
  EXPECT_NE(refused_for({.table = "t", .by = "hash", .columns = {"j"}, .partitions = 2}).find("type json"),
            std::string::npos)
      << refusals();
  EXPECT_NE(refused_for({.table = "u", .by = "hash", .columns = {"j"}, .partitions = 2})
                .find("u: [[transfer.partition]] names a table that isn't transferred"),
            std::string::npos);
  EXPECT_EQ(refused_for({.table = "t", .by = "hash", .columns = {"id"}, .partitions = 2}), "");
}

TEST_F(PlacementTest, BordersMayBeGiven) {
  config_.partitions = {
      {.table = "n", .by = "range", .columns = {"id"}, .interval = "10", .from = "0", .to = "20"}};
  source("CREATE TABLE n (id INTEGER PRIMARY KEY);\nINSERT INTO n VALUES (-5000), (3), (12345678901)");
  EXPECT_EQ(refusals(), "");
  EXPECT_EQ(table("n").partitioning->bounds, (std::vector<std::string>{"0", "10", "20"}));
  EXPECT_TRUE(written("CREATE TABLE n_10 PARTITION OF n FOR VALUES FROM ('10') TO ('20');"))
      << scripts_.before_data;
}

TEST_F(PlacementTest, AnEmptyTableMayHaveAnEndOnly) {
  config_.partitions = {{.table = "e",
                         .by = "range",
                         .columns = {"at"},
                         .interval = "year",
                         .to = "2030-01-01",
                         .widen_keys = true}};
  source("CREATE TABLE e (id INTEGER PRIMARY KEY, at DATE)");
  EXPECT_EQ(refusals(), "");
  EXPECT_EQ(table("e").partitioning->bounds, (std::vector<std::string>{"2029-01-01", "2030-01-01"}));
}

TEST_F(PlacementTest, NoBorderIsBeyondItsType) {
  config_.rules = {{.match = "w.n", .type = "", .to = "integer"}};
  config_.partitions = {
      {.table = "w", .by = "range", .columns = {"n"}, .interval = "1000000000", .widen_keys = true}};
  source("CREATE TABLE w (n INTEGER);\nINSERT INTO w VALUES (2147483000), (-2147483648)");
  EXPECT_EQ(refusals(), "");
  EXPECT_EQ(table("w").partitioning->bounds,
            (std::vector<std::string>{"-2147483648", "-2000000000", "-1000000000", "0", "1000000000",
                                      "2000000000", "2147483647"}));
}

TEST_F(PlacementTest, SpellingsThatTheServerTellsApartAreListsOfTheirOwn) {
  config_.partitions = {{.table = "l", .by = "list", .columns = {"k"}}};
  const char* file =
      "CREATE TABLE l (k TEXT COLLATE NOCASE);\nINSERT INTO l VALUES ('Ann'), ('ANN'), ('Ann')";
  source(file);
  EXPECT_EQ(refusals(), "");
  EXPECT_EQ(table("l").partitioning->bounds, (std::vector<std::string>{"ANN", "Ann"}));
  config_.nocase = "icu";
  source(file);
  EXPECT_NE(refusals(), "");
}

TEST_F(PlacementTest, ListsAndNamesMayBeHostile) {
  config_.partitions = {{.table = "o\"dd'; x", .by = "list", .columns = {"ki\"nd"}}};
  source(
      "CREATE TABLE \"o\"\"dd'; x\" (\"ki\"\"nd\" TEXT);\n"
      "INSERT INTO \"o\"\"dd'; x\" VALUES ('it''s'), ('b\\c'), (''), (NULL), ('it''s')");
  EXPECT_EQ(refusals(), "");
  EXPECT_EQ(table("o\"dd'; x").partitioning->bounds, (std::vector<std::string>{"", "b\\c", "it's"}));
  EXPECT_TRUE(written("PARTITION BY LIST (\"ki\"\"nd\")")) << scripts_.before_data;
  EXPECT_TRUE(
      written("CREATE TABLE \"o\"\"dd'; x_it_s\" PARTITION OF \"o\"\"dd'; x\" FOR VALUES IN ('it''s');"))
      << scripts_.before_data;
}

TEST_F(PlacementTest, ThePlanKeepsIt) {
  config_.distribution = "citus";
  config_.partitions = {
      {.table = "events", .by = "range", .columns = {"at"}, .interval = "month", .widen_keys = true}};
  config_.distributed = {{.table = "events", .column = "at", .colocate_with = "none", .widen_keys = true}};
  source(k_events);
  EXPECT_EQ(parse_plan(plan_json(assessment_.mapping)), assessment_.mapping);
}

TEST_F(PlacementTest, TheCatalogIsHeldAgainstThePartitions) {
  config_.partitions = {{.table = "t", .by = "hash", .columns = {"id"}, .partitions = 3}};
  source("CREATE TABLE t (id INTEGER NOT NULL)");
  const auto target = make_target(schema_, assessment_.mapping, config_);
  CatalogFacts facts{.tables = {"t"},
                     .columns = {{.table = "t", .name = "id", .type = "bigint", .not_null = true}},
                     .constraints = {},
                     .indexes = {},
                     .sequences = {},
                     .partitioned = {{.table = "t", .by = 'h', .columns = {"id"}, .partitions = 3}}};
  EXPECT_EQ(compare_structure(target, facts).size(), 0U);
  facts.partitioned[0].partitions = 4;
  EXPECT_EQ(compare_structure(target, facts).size(), 0U);
  facts.partitioned[0].partitions = 2;
  EXPECT_EQ(compare_structure(target, facts).at(0).message, "2 of 3 partitions are there");
  facts.partitioned[0].by = 'r';
  EXPECT_EQ(compare_structure(target, facts).at(0).message, "it isn't partitioned by (id) as planned");
  facts.partitioned.clear();
  EXPECT_EQ(compare_structure(target, facts).size(), 1U);
}

constexpr const char* k_tenants = R"(CREATE TABLE tenants (id INTEGER PRIMARY KEY);
CREATE TABLE users (tenant INTEGER NOT NULL REFERENCES tenants (id), id INTEGER, PRIMARY KEY (tenant, id)))";

TEST_F(PlacementTest, DistributedTablesAreMadeWithThoseTheyFollow) {
  config_.distribution = "citus";
  config_.distributed = {{.table = "users", .column = "tenant", .colocate_with = "tenants"},
                         {.table = "tenants", .column = "id"}};
  source(k_tenants);
  EXPECT_EQ(refusals(), "");
  EXPECT_TRUE(
      written("SELECT create_distributed_table('tenants', 'id');\n"
              "SELECT create_distributed_table('users', 'tenant', colocate_with => 'tenants');") ||
      written("SELECT create_distributed_table('\"tenants\"', 'id');\n"
              "SELECT create_distributed_table('\"users\"', 'tenant', colocate_with => '\"tenants\"');"))
      << scripts_.before_data;
}

TEST_F(PlacementTest, ForeignKeysStayOnOneServer) {
  config_.distribution = "citus";
  const auto refused_for = [&](std::vector<model::DistributeRule> rules, const std::string& sql = k_tenants) {
    config_.distributed = std::move(rules);
    source(sql);
    return refusals();
  };
  EXPECT_NE(
      refused_for({{.table = "users", .column = "tenant"}}).find("users is distributed and tenants isn't"),
      std::string::npos);
  EXPECT_NE(
      refused_for({{.table = "tenants", .column = "id"}}).find("tenants is distributed and users isn't"),
      std::string::npos);
  EXPECT_EQ(refused_for({{.table = "tenants", .reference = true}}), "");
  EXPECT_EQ(refused_for({{.table = "tenants", .reference = true}, {.table = "users", .column = "id"}}), "");
  EXPECT_NE(refused_for({{.table = "users", .reference = true}, {.table = "tenants", .column = "id"}})
                .find("users is a reference table, and tenants is spread by id"),
            std::string::npos);
  EXPECT_NE(refused_for({{.table = "users", .column = "id"}, {.table = "tenants", .column = "id"}})
                .find("it doesn't lead from users.id to tenants.id"),
            std::string::npos);
  EXPECT_NE(refused_for({{.table = "users", .column = "tenant", .colocate_with = "none"},
                         {.table = "tenants", .column = "id"}})
                .find("users and tenants aren't colocated"),
            std::string::npos);
  EXPECT_NE(refused_for({{.table = "users", .column = "tenant"}, {.table = "tenants", .column = "id"}},
                        R"(CREATE TABLE tenants (id INTEGER PRIMARY KEY);
CREATE TABLE users (tenant INTEGER NOT NULL REFERENCES tenants (id) ON UPDATE CASCADE))")
                .find("its action would change the column"),
            std::string::npos);
}

}  // namespace
}  // namespace dunlin::transfer
