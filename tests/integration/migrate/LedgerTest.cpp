#include <gtest/gtest.h>

#include "integration/migrate/Run.hpp"
#include "migrate/Journal.hpp"
#include "migrate/Repair.hpp"

namespace dunlin::migrate {
namespace {

using model::EntryState;
class LedgerTest : public test::RunTest {};

TEST_F(LedgerTest, AnEmptyDatabaseHasNoHistory) {
  exec("DROP SCHEMA dunlin CASCADE");
  const auto history = read_history(connection_);
  EXPECT_FALSE(history.installed);
  EXPECT_EQ(history.head(), model::k_genesis);
}

TEST_F(LedgerTest, AForeignSchemaOfThatNameIsRefused) {
  exec("DROP SCHEMA dunlin CASCADE");
  exec("CREATE SCHEMA dunlin");
  EXPECT_EQ(test::error_of([&] { ledger_installed(connection_); }).code(), ErrorCode::refused);
}

TEST_F(LedgerTest, AnUncompletedEntryLetsNothingAfterIt) {
  const auto run =
      migrate({test::migration("1", "CREATE TABLE a (n int)"),
               test::migration("2", "CREATE TABLE b (n int); CREATE INDEX CONCURRENTLY i ON missing (n)")});
  EXPECT_EQ(run.outcome, model::Outcome::failed);
  const auto history = read_history(connection_);
  ASSERT_NE(history.open_entry(), nullptr);
  EXPECT_EQ(history.entries.front().state, EntryState::done);
  ASSERT_EQ(history.open_rows.size(), 2U);
  EXPECT_EQ(history.open_rows[0].state, "done");
  EXPECT_EQ(history.open_rows[1].state, "intent");

  model::Step step;
  step.migration = test::migration("3", "");
  const auto row = ledger_row({.hash = "h", .previous = history.head(), .position = 3, .run = 1}, step, "");
  try {
    connection_.exec(row.sql, row.parameters);
    FAIL() << "the ledger took an entry after an open one";
  } catch (const postgres::SqlError& error) {
    EXPECT_EQ(error.sqlstate(), "23503");
  }
}

TEST_F(LedgerTest, InAWindowNothingRunsAfterAFailure) {
  const auto run =
      migrate({test::migration("1", "CREATE TABLE a (n int)"), test::migration("2", "SELECT 1 / 0"),
               test::migration("3", "CREATE TABLE c (n int)")},
              16);
  EXPECT_EQ(run.outcome, model::Outcome::failed);
  EXPECT_EQ(value("SELECT concat(to_regclass('a'), to_regclass('c'))"), "a");
  EXPECT_EQ(read_history(connection_).entries.size(), 1U);
}

TEST_F(LedgerTest, AStatementThatAnotherSessionRanIsNotRunTwice) {
  const auto half = test::migration("1", "CREATE TABLE a (n int); VACUUM a; SELECT 1 / 0");
  EXPECT_EQ(migrate({half}).outcome, model::Outcome::failed);
  const auto good = test::migration("1", "CREATE TABLE a (n int); VACUUM a; INSERT INTO a VALUES (1)");
  const auto before = read_history(connection_);
  const auto plan = make_plan({good}, before, {}, {});
  EXPECT_EQ(migrate({good}).outcome, model::Outcome::done);
  const auto late = execute(plan, before);  // planned before the other one ran, as without a lease
  EXPECT_EQ(late.outcome, model::Outcome::refused) << outcome(late);
  EXPECT_EQ(value("SELECT count(*) FROM a"), "1");
}

TEST_F(LedgerTest, AChangedRowBreaksTheChain) {
  EXPECT_EQ(find_broken_link(connection_), 0);
  migrate(
      {test::migration("1", "SELECT 1"), test::migration("2", "SELECT 2"), test::migration("3", "SELECT 3")});
  EXPECT_EQ(find_broken_link(connection_), 0);
  exec("UPDATE dunlin.ledger SET checksum = repeat('f', 64) WHERE position = 2");
  EXPECT_EQ(find_broken_link(connection_), 2);
}

TEST_F(LedgerTest, TheJournalSaysWhatRan) {
  migrate(
      {test::migration("1", "CREATE TABLE a (n int);\n-- why\nCOPY a FROM stdin;\n1\n2\n\\.\nVACUUM a;")});
  EXPECT_EQ(value("SELECT string_agg(concat_ws(' ', statement, segment, kind, state, data_bytes), ', ' ORDER "
                  "BY statement) "
                  "FROM dunlin.journal"),
            "0 0 ordinary done, 1 0 copy_from_stdin done 4, 2 1 rerunnable done");
  EXPECT_EQ(value("SELECT sql FROM dunlin.journal WHERE statement = 1"), "COPY a FROM stdin");
}

TEST_F(LedgerTest, TimeoutsOfALoneStatementEndWithIt) {
  exec("SET statement_timeout = '1234ms'");
  migrate({test::migration("1", "CREATE TABLE a (n int); CREATE INDEX CONCURRENTLY ON a (n)"),
           test::migration("2", "CREATE TABLE b AS SELECT current_setting('statement_timeout') AS t")});
  EXPECT_EQ(value("SELECT t FROM b"), "1234ms");
}

}  // namespace
}  // namespace dunlin::migrate
