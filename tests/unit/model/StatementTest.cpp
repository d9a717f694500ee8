#include <gtest/gtest.h>
#include <set>
#include <string>

#include "model/Statement.hpp"

namespace dunlin::model {
namespace {

TEST(Statement, EveryKindHasItsOwnName) {
  std::set<std::string> names;
  const auto last = static_cast<int>(StatementKind::assertion);
  for (int kind = 0; kind <= last; ++kind) names.insert(to_string(static_cast<StatementKind>(kind)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
}

TEST(Statement, KnowsWhatRunsAlone) {
  for (const auto kind : {StatementKind::create_index_concurrently, StatementKind::reindex,
                          StatementKind::create_database, StatementKind::rerunnable, StatementKind::unit}) {
    EXPECT_TRUE(runs_alone(kind)) << to_string(kind);
  }
  for (const auto kind :
       {StatementKind::ordinary, StatementKind::begin, StatementKind::copy_from_stdin,
        StatementKind::add_enum_value, StatementKind::session_setting, StatementKind::assertion}) {
    EXPECT_FALSE(runs_alone(kind)) << to_string(kind);
  }
}

}  // namespace
}  // namespace dunlin::model
