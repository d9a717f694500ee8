#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "cli/test/PerformanceToml.hpp"
#include "cli/test/RlsToml.hpp"

namespace dunlin {
namespace {

using trial::Command;
using trial::Expected;

constexpr const char* k_alice =
    "[identities]\nalice = { role = \"authenticated\", claims = { sub = \"7\", n = 1 } }\n";

trial::Expectations read_rls(const std::string& tables) {
  return cli::read_rls_toml(std::string(k_alice) + tables, "rls.toml");
}

std::string rls_error(const std::string& text) {
  try {
    cli::read_rls_toml(text, "rls.toml");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::usage);
    return error.message();
  }
  return "no error";
}

TEST(RlsToml, ReadsEveryKindOfExpectation) {
  const auto read = read_rls(R"toml([tables."public.t"]
key = ["id"]
select = { alice = "id = 1" }
insert = { alice = [{ allow = { id = 1, note = "x" } }, { deny = [{ id = 2 }, { id = 3 }] }] }
update = { alice = { rows = 2, set = { note = "y" }, deny_set = { id = 9 } } }
delete = { alice = "denied(privilege)" }
)toml");
  EXPECT_EQ(read.identities[0].subject, "7");
  EXPECT_EQ(read.identities[0].claims, R"({"n":1,"sub":"7","role":"authenticated"})");
  const auto& found = read.tables[0].expectations;
  ASSERT_EQ(found.size(), 7U);
  EXPECT_EQ(found[0].expected.predicate, "id = 1");
  EXPECT_EQ(found[1].expected.kind, Expected::Kind::allowed);
  EXPECT_EQ(found[3].values, (trial::RowValues{{"id", "3"}}));
  EXPECT_EQ(found[4].expected.count, 2);
  EXPECT_EQ(found[5].expected.kind, Expected::Kind::denied);
  EXPECT_EQ(found[6].command, Command::remove);
  EXPECT_EQ(found[6].expected.denial, Expected::Denial::privilege);
}

TEST(RlsToml, WhatIsWrongIsSaidWithItsPlace) {
  EXPECT_NE(rls_error("").find("has no identities"), std::string::npos);
  EXPECT_NE(rls_error(k_alice).find("has no tables"), std::string::npos);
  EXPECT_EQ(rls_error("[identities]\nbob = { claims = {} }\n"), "rls.toml:2:7: identity bob has no role");
  EXPECT_NE(rls_error(std::string(k_alice) + "[tables.t]\nselect = { bob = \"all\" }\n")
                .find("rls.toml:4:12: there is no identity bob"),
            std::string::npos);
  EXPECT_NE(rls_error(std::string(k_alice) + "[tables.t]\nselect = { alice = true }\n").find("rls.toml:4"),
            std::string::npos);
  EXPECT_NE(rls_error(std::string(k_alice) + "[tables.t]\nselect = { alice = \"\" }\n").find("empty"),
            std::string::npos);
  EXPECT_NE(
      rls_error(std::string(k_alice) + "[tables.t]\ninsert = { alice = \"all\" }\n").find("needs the row"),
      std::string::npos);
  EXPECT_NE(rls_error(std::string(k_alice) + "[tables.t]\nselct = { alice = \"all\" }\n")
                .find("unknown key 'selct'"),
            std::string::npos);
  EXPECT_NE(rls_error("[identities\n").find("rls.toml:1"), std::string::npos);
}

TEST(PerformanceToml, ReadsEveryKey) {
  const auto read = cli::read_performance_toml(R"(
generate = "rows.sql"
size = 5000
clients = 100
sessions = 20
tolerance = 5.5
[queries.search]
sql = "SELECT $1"
parameters = ["Paris", 1, true]
p50 = 0.5
p95 = "180ms"
rows = 1
uses_index = "idx"
no_seq_scan_over = 1000
improvement = 60
)",
                                               "p.toml", 10);
  EXPECT_EQ(read.size, 5000);
  EXPECT_EQ(read.sessions, 20);
  const auto& query = read.queries.at(0);
  EXPECT_EQ(query.p50_ms, 0.5);
  EXPECT_EQ(query.p95_ms, 180);
  EXPECT_EQ(query.parameters.size(), 3U);
  EXPECT_EQ(query.uses_index, std::vector<std::string>{"idx"});
}

TEST(PerformanceToml, SessionsWereCalledPool) {
  const std::string query = "\n[queries.a]\nsql = \"SELECT 1\"";
  EXPECT_EQ(cli::read_performance_toml("pool = 3" + query, "p.toml", 10).sessions, 3);
  EXPECT_EQ(cli::read_performance_toml("pool = 3\nsessions = 4" + query, "p.toml", 10).sessions, 4);
  EXPECT_EQ(cli::read_performance_toml(query, "p.toml", 10000).sessions, trial::k_most_sessions);
}

TEST(PerformanceToml, TakesEveryFormOfAQuery) {
  for (const char* sql :
       {"select 1;", "(SELECT 1) UNION (SELECT 2)", "-- a note\nWITH a AS (SELECT 1) TABLE a", "VALUES (1)",
        "TABLE t", "SELECT'x'", "DELETE FROM t", "Merge INTO t USING s ON true"})
    EXPECT_EQ(cli::read_performance_toml(fmt::format("[queries.a]\nsql = \"\"\"{}\"\"\"", sql), "p.toml", 10)
                  .queries.size(),
              1U)
        << sql;
}

TEST(PerformanceToml, RefusesWhatItDoesntUnderstand) {
  for (const char* text :
       {"", "clients = 1001\n[queries.a]\nsql = \"SELECT 1\"", "[queries.a]\n",
        "[queries.a]\nsql = \"x\"\np95 = \"soon\"", "[queries.a]\nsql = \"x\"\np50 = -1",
        "[queries.a]\nsql = \"x\"\nparameters = 1", "[queries]\na = 1",
        "[queries.a]\nsql = \"x\"\nbudget = 1", "[queries.a]\nsql = \"SELECT 1\"\nimprovement = 100",
        "[queries.a]\nsql = \"SELECT 1; SELECT 2\"", "[queries.a]\nsql = \"/* clean up */ DROP TABLE t\"",
        "[queries.a]\nsql = \"SELECT 'open\""})
    EXPECT_THROW(cli::read_performance_toml(text, "p.toml", 10), Error) << text;
}

}  // namespace
}  // namespace dunlin
