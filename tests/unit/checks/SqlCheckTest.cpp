#include <gtest/gtest.h>
#include <set>

#include "base/Error.hpp"
#include "checks/SqlCheck.hpp"

namespace dunlin::checks {
namespace {

TEST(ParseCheck, HeaderAndQuery) {
  const SqlCheck check =
      parse_check({"security", "tls",
                   "-- title: Is it on?\n-- reference: CIS 5.8\n-- minimum_server: 15\n-- Some words.\n"
                   "SELECT $1::text[];\n"});
  EXPECT_EQ(check.title, "Is it on?");
  EXPECT_EQ(check.reference, "CIS 5.8");
  EXPECT_EQ(check.minimum_server, 150000);
  EXPECT_EQ(check.query, "SELECT $1::text[]");
  EXPECT_TRUE(check.asks_about_clients());
}

TEST(ParseCheck, WithoutTitleOrQuery) {
  EXPECT_THROW(parse_check({"a", "b", "SELECT 1"}), Error);
  EXPECT_THROW(parse_check({"a", "b", "-- title: x\n"}), Error);
}

TEST(Checks, AllOfTheProgramAreRead) {
  EXPECT_GE(checks_of("security").size(), 25U);
  EXPECT_GE(checks_of("rls").size(), 9U);
  std::set<std::string> names;
  for (const char* topic : {"security", "rls"})
    for (const SqlCheck& check : checks_of(topic)) EXPECT_TRUE(names.insert(check.name).second) << check.name;
}

TEST(States, WordsAreReadBack) {
  for (const State state : {State::ok, State::skipped, State::warn, State::critical, State::error})
    EXPECT_EQ(parse_state(to_string(state)), state);
  EXPECT_FALSE(parse_state("green"));
}

}  // namespace
}  // namespace dunlin::checks
