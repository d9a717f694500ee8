#include <gtest/gtest.h>

#include "integration/migrate/Run.hpp"
#include "migrate/SpreadStep.hpp"

namespace dunlin::migrate {
namespace {

constexpr char k_units[] = R"(
-- dunlin:unit
CREATE TABLE a (n int);
INSERT INTO a VALUES (1);
-- dunlin:unit
CREATE TABLE b (n int);
-- dunlin:unit
CREATE TABLE c (n int);
-- dunlin:unit
CREATE TABLE d (n int);
)";

class SpreadStepTest : public test::RunTest {
 protected:
  SpreadStep spread(const model::Migration& migration) {
    const auto history = read_history(connection_);
    auto plan = make_plan({migration}, history, {}, {});
    const auto run = begin_run(connection_, "test", {.user = "tester", .host = "here"}, "", true);
    return {plan.steps.at(0), history, {.policy = {.lock_retries = 0}, .run = run}};
  }
  std::string tables() {
    return value(
        "SELECT string_agg(relname, '' ORDER BY relname) FROM pg_class WHERE relkind = 'r' AND "
        "relnamespace = 'public'::regnamespace");
  }
};

TEST_F(SpreadStepTest, SegmentsCommitInAnyOrderAndOnAnySession) {
  const auto migration = test::migration("1", k_units);
  auto step = spread(migration);
  ASSERT_EQ(step.segments(), 4U);
  EXPECT_EQ(step.statements(0).size(), 2U);
  EXPECT_EQ(step.statements(0)[1], "INSERT INTO a VALUES (1)");
  step.begin(connection_);
  auto other = connect();
  for (const std::size_t segment : {3, 0, 2, 1}) step.run(segment % 2 == 0 ? other : connection_, segment);
  ASSERT_NE(read_history(connection_).open_entry(), nullptr);
  step.complete(connection_);
  const auto history = read_history(connection_);
  EXPECT_EQ(history.open_entry(), nullptr);
  EXPECT_EQ(tables(), "abcd");
  EXPECT_EQ(
      value("SELECT string_agg(statement || ':' || segment, ' ' ORDER BY statement) FROM dunlin.journal"),
      "0:0 1:0 2:1 3:2 4:3");
  EXPECT_TRUE(make_plan({migration}, history, {}, {}).steps.empty());
}

TEST_F(SpreadStepTest, AnOrdinaryRunFillsTheGaps) {
  const auto migration = test::migration("1", k_units);
  auto step = spread(migration);
  step.begin(connection_);
  step.run(connection_, 3);
  step.run(connection_, 1);
  EXPECT_EQ(tables(), "bd");
  EXPECT_EQ(outcome(migrate({migration})), "done");
  EXPECT_EQ(tables(), "abcd");
  EXPECT_EQ(value("SELECT count(*) FROM a"), "1");
  EXPECT_EQ(
      value("SELECT string_agg(statement || ':' || segment, ' ' ORDER BY statement) FROM dunlin.journal"),
      "0:0 1:0 2:1 3:2 4:3");
  EXPECT_EQ(read_history(connection_).open_entry(), nullptr);
}

TEST_F(SpreadStepTest, AnotherSpreadStepGoesOnWithTheGaps) {
  const auto migration = test::migration("1", k_units);
  {
    auto step = spread(migration);
    step.begin(connection_);
    step.run(connection_, 2);
  }
  auto step = spread(migration);
  ASSERT_EQ(step.segments(), 3U);
  step.begin(connection_);
  for (const std::size_t segment : {2, 1, 0}) step.run(connection_, segment);
  step.complete(connection_);
  EXPECT_EQ(tables(), "abcd");
}

TEST_F(SpreadStepTest, WhatHasntRunMayBeCorrected) {
  auto step = spread(test::migration(
      "1",
      "-- dunlin:unit\nCREATE TABLE a (n int);\n-- dunlin:unit\nCREATE TABLE wrong (n none);\n"
      "-- dunlin:unit\nCREATE TABLE c (n int);\n"));
  step.begin(connection_);
  step.run(connection_, 2);
  const auto error = test::error_of([&] { step.run(connection_, 1); });
  EXPECT_EQ(error.fact("line"), "4");
  const auto corrected = test::migration(
      "1",
      "-- dunlin:unit\nCREATE TABLE a (n int);\n-- dunlin:unit\nCREATE TABLE right_now (n int);\n"
      "-- dunlin:unit\nCREATE TABLE c (n int);\n");
  EXPECT_EQ(outcome(migrate({corrected})), "done");
  EXPECT_EQ(tables(), "acright_now");
}

TEST_F(SpreadStepTest, WhatHasRunMayNot) {
  auto step = spread(test::migration("1", k_units));
  step.begin(connection_);
  step.run(connection_, 3);
  const auto history = read_history(connection_);
  const auto changed = test::migration("1", "CREATE TABLE a (n int); CREATE TABLE d (n bigint)");
  const auto error = test::error_of([&] { make_plan({changed}, history, {}, {}); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_NE(error.message().find("has become shorter"), std::string::npos) << error.message();
}

TEST_F(SpreadStepTest, ASegmentIsntRunTwice) {
  auto step = spread(
      test::migration("1", "-- dunlin:unit\nINSERT INTO marks VALUES (1);\n-- dunlin:unit\nSELECT 1;\n"));
  exec("CREATE TABLE marks (n int)");
  step.begin(connection_);
  step.run(connection_, 0);
  EXPECT_EQ(test::error_of([&] { step.run(connection_, 0); }).code(), ErrorCode::refused);
  EXPECT_EQ(value("SELECT count(*) FROM marks"), "1");
}

TEST_F(SpreadStepTest, OnlyTransactionsThatLeaveTheSessionAloneAreSpread) {
  const auto may = [&](const std::string& text) {
    const auto plan = make_plan({test::migration("1", text)}, read_history(connection_), {}, {});
    return may_be_spread(plan.steps.at(0));
  };
  EXPECT_TRUE(may(k_units));
  EXPECT_FALSE(may("CREATE INDEX CONCURRENTLY i ON a (n)"));
  EXPECT_FALSE(may("SET search_path = x; CREATE TABLE a (n int)"));
  EXPECT_FALSE(may("SET ROLE x; CREATE TABLE a (n int)"));
}

}  // namespace
}  // namespace dunlin::migrate
