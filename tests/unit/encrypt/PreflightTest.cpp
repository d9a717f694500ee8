#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "encrypt/Backfill.hpp"
#include "encrypt/BatchPace.hpp"
#include "encrypt/Preflight.hpp"

namespace dunlin::encrypt {
namespace {

TEST(EncryptPreflight, DefaultsLeakNothing) {
  EXPECT_TRUE(find_leaks({}).empty());
}

TEST(EncryptPreflight, EachWayIsFound) {
  const std::vector<std::pair<LoggingSettings, std::string>> cases{
      {{.log_statement = "all"}, "log_statement = all"},
      {{.log_min_duration_statement = 0}, "log_min_duration_statement = 0 ms"},
      {{.log_min_duration_statement = 5000}, "log_min_duration_statement = 5000 ms"},
      {{.log_min_duration_sample = 100}, "log_min_duration_sample = 100 ms"},
      {{.log_transaction_sample_rate = 0.01}, "log_transaction_sample_rate = 0.01"},
      {{.log_parameter_max_length_on_error = -1}, "log_parameter_max_length_on_error = -1"},
      {{.pgaudit_log = "read", .pgaudit_log_parameter = true}, "pgaudit"},
      {{.auto_explain_min_duration = 0}, "auto_explain"},
      {{.stored = {"role app in database shop"}}, "role app in database shop"},
      {{.remembered_literals = 2}, "2 statements in pg_stat_statements"},
  };
  for (const auto& [settings, expected] : cases) {
    const auto leaks = find_leaks(settings);
    ASSERT_EQ(leaks.size(), 1U) << expected;
    EXPECT_NE(leaks[0].what.find(expected), std::string::npos) << leaks[0].what;
    EXPECT_FALSE(leaks[0].way_out.empty());
    EXPECT_THROW(require_no_leak(leaks), Error);
  }
}

TEST(EncryptPreflight, ParametersThatAreNotLoggedAreFine) {
  EXPECT_TRUE(
      find_leaks({.log_statement = "all", .log_min_duration_statement = 0, .log_parameter_max_length = 0})
          .empty());
  EXPECT_TRUE(find_leaks({.log_min_duration_sample = 100, .log_statement_sample_rate = 0}).empty());
  EXPECT_TRUE(find_leaks({.log_statement = "ddl"}).empty());
  EXPECT_TRUE(find_leaks({.pgaudit_log = "none", .pgaudit_log_parameter = true}).empty());
  EXPECT_TRUE(find_leaks({.auto_explain_min_duration = 0, .auto_explain_parameter_max_length = 0}).empty());
}

TEST(EncryptPreflight, OnlyAKeyThatLiesThereStopsWorkInThisProcess) {
  EXPECT_NO_THROW(require_no_stored_key(find_leaks({.log_statement = "all"})));
  EXPECT_THROW(require_no_stored_key(find_leaks({.stored = {"role app"}})), Error);
  EXPECT_THROW(require_no_stored_key(find_leaks({.remembered_literals = 1})), Error);
}

TEST(EncryptBackfill, JudgesHowValuesAreSpread) {
  EXPECT_FALSE(is_low_cardinality({.rows = 0}));
  EXPECT_FALSE(is_low_cardinality({.rows = 99, .distinct = 1, .most_common = 99}));
  EXPECT_FALSE(is_low_cardinality({.rows = 1000, .distinct = 1000, .most_common = 1}));
  EXPECT_FALSE(is_low_cardinality({.rows = 1000, .distinct = 100, .most_common = 100}));
  EXPECT_TRUE(is_low_cardinality({.rows = 1000, .distinct = 99, .most_common = 11}));
  EXPECT_TRUE(is_low_cardinality({.rows = 1000, .distinct = 800, .most_common = 101}));
}

TEST(EncryptPace, GoesForItsTarget) {
  BatchPace pace{std::chrono::milliseconds(200)};
  EXPECT_EQ(pace.rows(), 1'000);
  pace.learn(1'000, std::chrono::milliseconds(10));
  EXPECT_EQ(pace.rows(), 2'000);  // at most twice as many
  pace.learn(2'000, std::chrono::milliseconds(250));
  EXPECT_EQ(pace.rows(), 1'600);
  pace.learn(1'600, std::chrono::seconds(10));
  EXPECT_EQ(pace.rows(), 800);
  for (int i = 0; i < 20; ++i) pace.learn(pace.rows(), std::chrono::microseconds(1));
  EXPECT_EQ(pace.rows(), BatchPace::k_most);
  for (int i = 0; i < 20; ++i) pace.give_way();
  EXPECT_EQ(pace.rows(), BatchPace::k_fewest);
}

TEST(EncryptPace, KeepsToARate) {
  using std::chrono::milliseconds;
  EXPECT_EQ(pause_for_rate(1'000, milliseconds(100), 0), milliseconds(0));
  EXPECT_EQ(pause_for_rate(1'000, milliseconds(100), 2'000), milliseconds(400));
  EXPECT_EQ(pause_for_rate(1'000, milliseconds(900), 2'000), milliseconds(0));
}

}  // namespace
}  // namespace dunlin::encrypt
