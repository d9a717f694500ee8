#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <thread>
#include <utility>
#include <vector>

#include "base/Interrupt.hpp"
#include "integration/Server.hpp"
#include "postgres/Connection.hpp"
#include "postgres/SessionSettings.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::postgres {
namespace {

using namespace std::chrono_literals;
class ConnectionTest : public test::DatabaseTest {};

TEST_F(ConnectionTest, ReturnsValuesNullsAndCounts) {
  const auto row = connection_.exec("SELECT 42, NULL, $1::text, true", {"it's"});
  EXPECT_EQ(row.number(0, 0), 42);
  EXPECT_TRUE(row.is_null(0, 1));
  EXPECT_EQ(row.text(0, 2), "it's");
  EXPECT_TRUE(row.boolean(0, 3));
  exec("CREATE TABLE t (n int)");
  EXPECT_EQ(connection_.exec("INSERT INTO t SELECT generate_series(1, 7)").affected(), 7);
}

TEST_F(ConnectionTest, ErrorsCarryWhatTheServerSaid) {
  exec("CREATE TABLE t (n int CONSTRAINT positive CHECK (n > 0))");
  try {
    connection_.exec("INSERT INTO t VALUES (-1)");
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_EQ(error.sqlstate(), "23514");
    EXPECT_EQ(error.fact("constraint"), "positive");
    EXPECT_EQ(error.fact("table"), "t");
    EXPECT_NE(error.fact("detail").find("-1"), std::string_view::npos);
    EXPECT_EQ(error.code(), ErrorCode::failed);
  }
  try {
    connection_.exec("SELECT 'äöü', nothing FROM t");
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_EQ(error.sqlstate(), "42703");
    EXPECT_EQ(error.position(), 15);  // characters, not bytes
  }
  EXPECT_EQ(value("SELECT 1"), "1");  // the session goes on
}

TEST_F(ConnectionTest, SeveralStatementsInOneRoundTrip) {
  const auto results =
      connection_.exec_together({"SELECT 1", "CREATE TABLE t (n int)", "SELECT 2 WHERE false"});
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0].number(0, 0), 1);
  EXPECT_EQ(results[2].rows(), 0);
  try {
    connection_.exec_together({"INSERT INTO t VALUES (1)", "SELECT 1 / 0", "SELECT nonsense"});
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_EQ(error.sqlstate(), "22012");
  }
  EXPECT_EQ(value("SELECT count(*) FROM t"), "0");  // one implicit transaction
}

TEST_F(ConnectionTest, ASessionBeginsWithItsSettingsAndFacts) {
  begin_session(connection_);
  EXPECT_EQ(connection_.facts().database, database_);
  EXPECT_FALSE(connection_.facts().pooled);
  EXPECT_EQ(value("SHOW client_connection_check_interval"), "2s");
}

TEST_F(ConnectionTest, LockTimeoutIsContention) {
  exec("CREATE TABLE t (n int)");
  auto other = connect();
  Transaction holding(other);
  other.exec("LOCK TABLE t");
  exec("SET lock_timeout = '50ms'");
  try {
    connection_.exec("SELECT FROM t");
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_TRUE(error.is_lock_timeout());
    EXPECT_TRUE(error.is_contention());
    EXPECT_EQ(error.code(), ErrorCode::lock_timeout);
  }
}

TEST_F(ConnectionTest, NoticesAndWaitsAreTold) {
  std::vector<std::pair<std::string, std::string>> notices;
  int waits = 0;
  connection_.set_on_notice(
      [&](const auto& severity, const auto& text) { notices.emplace_back(severity, text); });
  connection_.set_on_wait([&](auto) { ++waits; });
  connection_.exec("DO $$ BEGIN RAISE WARNING 'mind the %', 'gap'; PERFORM pg_sleep(0.5); END $$");
  EXPECT_EQ(notices, (std::vector<std::pair<std::string, std::string>>{{"WARNING", "mind the gap"}}));
  EXPECT_GE(waits, 2);
}

TEST_F(ConnectionTest, MovedConnectionsKeepTheirObservers) {
  int notices = 0;
  connection_.set_on_notice([&](const auto&, const auto&) { ++notices; });
  Connection moved = std::move(connection_);
  moved.exec("DO $$ BEGIN RAISE NOTICE 'hello'; END $$");
  EXPECT_EQ(notices, 1);
  connection_ = std::move(moved);
}

TEST_F(ConnectionTest, AnEndedSessionIsALostConnection) {
  auto other = connect();
  other.exec("SELECT pg_terminate_backend($1::int)", {std::to_string(connection_.facts().backend_pid)});
  try {
    connection_.exec("SELECT pg_sleep(5)");
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_TRUE(error.is_connection_loss()) << error.sqlstate();
    EXPECT_EQ(error.code(), ErrorCode::unreachable);
  }
  EXPECT_THROW(connection_.exec("SELECT 1"), SqlError);
  EXPECT_TRUE(connection_.broken());
}

TEST_F(ConnectionTest, AWrongNumberOfParametersIsNone) {
  try {
    connection_.exec("SELECT $1::int + $2::int", {"1"});
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_EQ(error.sqlstate(), "08P01");
    EXPECT_FALSE(error.is_connection_loss());
    EXPECT_EQ(error.code(), ErrorCode::failed);
  }
  EXPECT_EQ(value("SELECT 1"), "1");
}

TEST_F(ConnectionTest, UnreachableServersAndMissingDatabasesSaySo) {
  const auto nowhere = test::error_of([] { Connection::open("host=/nonexistent password=hush", "test"); });
  EXPECT_EQ(nowhere.code(), ErrorCode::unreachable);
  EXPECT_EQ(nowhere.message().find("hush"), std::string::npos);
  const auto missing = test::error_of([] { Connection::open(test::server().target("missing"), "test"); });
  EXPECT_EQ(missing.code(), ErrorCode::unreachable);
  EXPECT_NE(missing.message().find("missing"), std::string::npos);
}

TEST_F(ConnectionTest, UncommittedTransactionsAreRolledBack) {
  exec("CREATE TABLE t (n int)");
  {
    Transaction transaction(connection_);
    exec("INSERT INTO t VALUES (1)");
    EXPECT_TRUE(connection_.in_transaction());
  }
  EXPECT_FALSE(connection_.in_transaction());
  EXPECT_EQ(value("SELECT count(*) FROM t"), "0");
}

// In a process of its own, because an interrupt stays.
TEST_F(ConnectionTest, AnInterruptCancelsWhatRuns) {
  const auto wait_and_interrupt = [&] {
    catch_interrupts();
    auto connection = connect();
    std::jthread finger([] {
      std::this_thread::sleep_for(200ms);
      ::kill(::getpid(), SIGINT);
    });
    const auto error = test::error_of([&] { connection.exec("SELECT pg_sleep(60)"); });
    std::_Exit(error.code() == ErrorCode::interrupted || error.fact("sqlstate") == "57014" ? 0 : 1);
  };
  GTEST_FLAG_SET(death_test_style, "fast");
  EXPECT_EXIT(wait_and_interrupt(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace dunlin::postgres
