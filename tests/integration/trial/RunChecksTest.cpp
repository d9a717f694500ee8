#include <algorithm>
#include <gtest/gtest.h>

#include "checks/RunChecks.hpp"
#include "integration/Server.hpp"
#include "trial/performance/Load.hpp"

namespace dunlin::test {
namespace {

using checks::SqlCheck;
using checks::State;

class RunChecks : public DatabaseTest {
 protected:
  checks::CheckResult ask(const SqlCheck& check, const std::vector<std::string>& roles = {}) {
    return checks::run_checks(connection_, {check}, roles).front();
  }
};

TEST_F(RunChecks, WorstObservationDecides) {
  const auto result =
      ask({.name = "a", .query = "VALUES ('warn', 'x', 'y', 'z'), ('critical', 'x', 'y', 'z')"});
  EXPECT_EQ(result.state, State::critical);
  EXPECT_EQ(result.observations.size(), 2U);
  EXPECT_EQ(ask({.name = "a", .query = "SELECT 'warn', '', '', '' WHERE false"}).state, State::ok);
}

TEST_F(RunChecks, WhatCantBeAskedIsNeverGreen) {
  EXPECT_EQ(ask({.name = "a", .minimum_server = 990000, .query = "SELECT 1"}).state, State::skipped);
  EXPECT_EQ(ask({.name = "a", .query = "SELECT 'warn', r, '', '' FROM unnest($1::text[]) AS r"}).state,
            State::skipped);
  EXPECT_EQ(ask({.name = "a", .query = "SELECT * FROM nowhere"}).state, State::error);
  EXPECT_EQ(ask({.name = "a", .query = "SELECT 'green', '', '', ''"}).state, State::error);
  exec("CREATE ROLE checks_plain");
  exec("SET ROLE checks_plain");
  const auto denied = ask({.name = "a", .query = "SELECT 'warn', rolname::text, '', '' FROM pg_authid"});
  exec("RESET ROLE");
  exec("DROP ROLE checks_plain");
  EXPECT_EQ(denied.state, State::skipped);
  EXPECT_NE(denied.reason.find("may not look"), std::string::npos);
}

TEST_F(RunChecks, NothingIsWritten) {
  exec("CREATE TABLE t (a int)");
  const auto result =
      ask({.name = "a",
           .query = "WITH w AS (INSERT INTO t VALUES (1) RETURNING 1) SELECT 'warn', '', '', '' FROM w"});
  EXPECT_EQ(result.state, State::error);
  EXPECT_EQ(value("SELECT count(*) FROM t"), "0");
}

// Every check of the program is a query that this server understands.
TEST_F(RunChecks, ChecksOfTheProgramRun) {
  exec("CREATE ROLE checks_client");
  for (const char* topic : {"rls", "security"})
    for (const auto& result : checks::run_checks(connection_, checks::checks_of(topic), {"checks_client"}))
      EXPECT_NE(result.state, State::error) << result.check.name << ": " << result.reason;
  exec("DROP ROLE checks_client");
}

TEST_F(RunChecks, ARoleThatIsNotThereIsNoCleanClient) {
  exec("CREATE ROLE checks_client");
  checks::require_client_roles(connection_, {});
  checks::require_client_roles(connection_, {"checks_client"});
  EXPECT_THROW(checks::require_client_roles(connection_, {"checks_client", "cheks_client"}), Error);
  exec("DROP ROLE checks_client");
}

TEST_F(RunChecks, ManyClientsShareFewSessions) {
  trial::SessionPool pool(target(), 3);
  const trial::PerformanceQuery query{.name = "q", .sql = "SELECT pg_sleep(0.002)"};
  const auto samples = trial::ask_at_once(pool, query, 1000, 1000);
  EXPECT_EQ(samples.size(), 1000U);
  // The last of a thousand waited for the others: its time is more than a hundred calls' worth.
  EXPECT_GT(*std::max_element(samples.begin(), samples.end()), 200);
  EXPECT_THROW(trial::ask_at_once(pool, {.name = "bad", .sql = "SELECT 1/0"}, 10, 10), Error);
}

}  // namespace
}  // namespace dunlin::test
