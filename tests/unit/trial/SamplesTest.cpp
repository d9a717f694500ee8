#include <gtest/gtest.h>
#include <random>

#include "base/Error.hpp"
#include "trial/performance/Contest.hpp"
#include "trial/performance/Samples.hpp"

namespace dunlin::trial {
namespace {

std::vector<double> around(double middle, std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> value(middle * 0.8, middle * 1.2);
  std::vector<double> samples(count);
  for (double& one : samples) one = value(random);
  return samples;
}

TEST(Samples, Percentiles) {
  EXPECT_DOUBLE_EQ(percentile({4, 1, 3, 2, 5}, 0.5), 3);
  EXPECT_DOUBLE_EQ(percentile({1, 2}, 0.5), 1.5);
  EXPECT_DOUBLE_EQ(percentile({10, 0}, 0.95), 9.5);
  EXPECT_DOUBLE_EQ(percentile({}, 0.95), 0);
}

TEST(Samples, MedianHasAnIntervalThatHoldsIt) {
  const Estimate median = median_of(around(100, 200, 1));
  EXPECT_LE(median.low, median.value);
  EXPECT_GE(median.high, median.value);
  EXPECT_LT(median.high - median.low, 20);
  EXPECT_EQ(median_of({7}), (Estimate{7, 7, 7}));
}

// 95 of 100 intervals hold the true median; 85 is far outside of what chance does.
TEST(Samples, IntervalsHoldTheTrueMedian) {
  int held = 0;
  for (unsigned seed = 0; seed < 100; ++seed) {
    const Estimate median = median_of(around(100, 50, seed));
    if (median.low <= 100 && 100 <= median.high) ++held;
  }
  EXPECT_GE(held, 85);
}

TEST(Samples, ChangeIsToldFromNoise) {
  const Estimate faster = change_of_median({around(100, 200, 1)}, {around(40, 200, 2)});
  EXPECT_NEAR(faster.value, -60, 5);
  EXPECT_LT(faster.high, -50);
  const Estimate same = change_of_median({around(100, 200, 3)}, {around(100, 200, 4)});
  EXPECT_LT(same.low, 5);
  EXPECT_GT(same.high, -5);
  EXPECT_EQ(change_of_median({around(1, 9, 1)}, {around(2, 9, 2)}),
            change_of_median({around(1, 9, 1)}, {around(2, 9, 2)}));
}

// A machine that was busy while one side of one round ran isn't a slower query.
TEST(Samples, ABusyRoundIsNoChange) {
  Rounds before, after;
  for (unsigned round = 0; round < 4; ++round) {
    before.push_back(around(100, 50, 10 + round));
    after.push_back(around(round < 2 ? 300 : 100, 50, 20 + round));
  }
  EXPECT_LT(change_of_median(before, after).low, 10);
  for (auto& round : after) round = around(150, 50, 30);
  EXPECT_GT(change_of_median(before, after).low, 25);
}

Json plan(const char* text) {
  return Json::parse(text);
}

TEST(PlanFacts, IndexesAndScansAreFound) {
  const PlanFacts facts =
      facts_of_plan(plan(R"([{"Plan": {"Node Type": "Nested Loop", "Actual Rows": 5, "Actual Loops": 1,
    "Shared Hit Blocks": 7, "Shared Read Blocks": 3, "Plans": [
    {"Node Type": "Index Scan", "Index Name": "a_idx", "Relation Name": "a", "Actual Rows": 5, "Actual Loops": 1},
    {"Node Type": "Seq Scan", "Relation Name": "b", "Actual Rows": 1, "Rows Removed by Filter": 99, "Actual Loops": 5}]}}])"));
  EXPECT_EQ(facts.indexes, std::vector<std::string>{"a_idx"});
  ASSERT_EQ(facts.seq_scans.size(), 1U);
  EXPECT_DOUBLE_EQ(facts.seq_scans[0].rows, 500);
  EXPECT_DOUBLE_EQ(facts.buffers, 10);
  EXPECT_THROW(facts_of_plan(plan("[]")), Error);
}

Measured measured() {
  Measured one{.query = {.name = "q"}};
  one.before.rounds = {around(10, 100, 1)};
  one.after.rounds = {around(10, 100, 2)};
  for (Side* side : {&one.before, &one.after}) {
    side->p50 = median_of(samples_of(side->rounds));
    side->p95 = percentile(samples_of(side->rounds), 0.95);
    side->rows = 3;
  }
  one.change = change_of_median(one.before.rounds, one.after.rounds);
  return one;
}

TEST(BrokenPromises, NoneWhenAllIsKept) {
  Measured one = measured();
  one.query.p95_ms = 50;
  one.query.rows = 3;
  EXPECT_TRUE(broken_promises(one, 10).empty());
}

TEST(BrokenPromises, EachIsSaid) {
  Measured one = measured();
  one.query.p50_ms = 5;
  one.query.p95_ms = 5;
  one.query.rows = 4;
  one.query.uses_index = {"idx"};
  one.query.no_seq_scan_over = 100;
  one.query.improvement = 50;
  one.after.rows = 2;
  one.after.plan.seq_scans = {{"t", 101}};
  one.change = {30, 20, 40};
  EXPECT_EQ(broken_promises(one, 10).size(), 8U);
  one.after.possible = false;
  EXPECT_EQ(broken_promises(one, 10).size(), 1U);
}

TEST(BrokenPromises, AnImprovementNeedsABefore) {
  Measured one = measured();
  one.query.improvement = 50;
  one.change = {30, 5, 60};
  EXPECT_EQ(broken_promises(one, 10), std::vector<std::string>{"slower by 30 %, promised 50 % faster"});
  one.before.possible = false;
  one.before.error = "there is no column c";
  EXPECT_EQ(broken_promises(one, 10),
            std::vector<std::string>{
                "promised 50 % faster, and fails before the migrations: there is no column c"});
  one.query.improvement.reset();
  EXPECT_TRUE(broken_promises(one, 10).empty());
}

TEST(BrokenPromises, NoiseIsNoRegression) {
  Measured one = measured();
  one.change = {30, 5, 60};
  EXPECT_TRUE(broken_promises(one, 10).empty());
}

}  // namespace
}  // namespace dunlin::trial
