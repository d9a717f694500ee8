#include <chrono>
#include <gtest/gtest.h>
#include <latch>
#include <thread>

#include "integration/Server.hpp"
#include "migrate/verify/IndexBuild.hpp"
#include "migrate/verify/Verifier.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::migrate {
namespace {

using namespace std::chrono_literals;
using model::StatementKind;
constexpr const char* k_build =
    "CREATE INDEX CONCURRENTLY words_word ON words (lower(word)) WHERE word <> ''";

class VerifierTest : public test::DatabaseTest {
 protected:
  VerifierTest() { exec("CREATE TABLE words (word text, n int)"); }

  Json prepare(StatementKind kind, const std::string& sql) {
    return migrate::prepare(connection_, {kind, sql}, verdict_);
  }
  Verdict inspect(StatementKind kind, const std::string& sql, const Json& intent) {
    return migrate::inspect(connection_, {kind, sql}, Json::parse(intent.dump()));  // as the journal keeps it
  }
  Json prepare_index(const std::string& sql) {
    return prepare(StatementKind::create_index_concurrently, sql);
  }
  Verdict inspect_index(const std::string& sql, const Json& intent) {
    return inspect(StatementKind::create_index_concurrently, sql, intent);
  }
  // What a build that was killed leaves.
  void invalidate(const std::string& index) {
    exec("UPDATE pg_index SET indisvalid = false WHERE indexrelid = '" + index + "'::regclass");
  }
  std::string invalid() { return value("SELECT count(*) FROM pg_index WHERE NOT indisvalid"); }
  // Runs a statement until it waits for others, as if it had been killed then.
  void break_off(const std::string& sql) {
    auto watcher = connect();
    const std::string pid = std::to_string(connection_.facts().backend_pid);
    std::jthread finger([&] {
      const auto deadline = std::chrono::steady_clock::now() + 60s;
      while (
          watcher
              .exec("SELECT count(*) FROM pg_stat_activity WHERE pid = $1::int AND wait_event_type = 'Lock'",
                    {pid})
              .number(0, 0) == 0) {
        ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "it never waited";
        std::this_thread::sleep_for(10ms);
      }
      watcher.exec("SELECT pg_cancel_backend($1::int)", {pid});
    });
    EXPECT_THROW(exec(sql), postgres::SqlError);
  }

  Verdict verdict_ = Verdict::run;
};

TEST_F(VerifierTest, AnIndexThatWasBuiltIsDone) {
  const auto intent = prepare_index(k_build);
  EXPECT_EQ(verdict_, Verdict::run);
  EXPECT_EQ(inspect_index(k_build, intent), Verdict::run);
  exec(k_build);
  EXPECT_EQ(inspect_index(k_build, intent), Verdict::done);
  EXPECT_NO_THROW(confirm(connection_, {StatementKind::create_index_concurrently, k_build}, intent));
}

TEST_F(VerifierTest, AnInvalidIndexIsDropped) {
  exec(k_build);
  invalidate("words_word");
  prepare_index(k_build);
  EXPECT_EQ(verdict_, Verdict::run);
  EXPECT_EQ(value("SELECT to_regclass('words_word') IS NULL"), "t");
  const auto intent = prepare_index(k_build);
  exec(k_build);
  invalidate("words_word");
  EXPECT_THROW(confirm(connection_, {StatementKind::create_index_concurrently, k_build}, intent), Error);
  EXPECT_EQ(inspect_index(k_build, intent), Verdict::run);
  EXPECT_EQ(invalid(), "0");
}

TEST_F(VerifierTest, AnotherIndexOfThatNameIsRefused) {
  const auto intent = prepare_index(k_build);
  exec("CREATE INDEX words_word ON words (word)");
  const auto error = test::error_of([&] { inspect_index(k_build, intent); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_NE(error.message().find("words_word"), std::string::npos);
  EXPECT_EQ(value("SELECT to_regclass('words_word') IS NOT NULL"), "t");
}

TEST_F(VerifierTest, ATableMadeAgainIsRefused) {
  const auto intent = prepare_index(k_build);
  exec("DROP TABLE words");
  exec("CREATE TABLE words (word text, n int)");
  EXPECT_EQ(test::error_of([&] { inspect_index(k_build, intent); }).code(), ErrorCode::refused);
}

TEST_F(VerifierTest, AnIndexWithoutANameIsFoundByItsDefinition) {
  const std::string sql = "CREATE INDEX CONCURRENTLY ON words (n DESC)";
  exec("CREATE INDEX ON words (n DESC)");  // one that was there before doesn't count
  const auto intent = prepare_index(sql);
  EXPECT_EQ(inspect_index(sql, intent), Verdict::run);
  exec(sql);
  EXPECT_EQ(inspect_index(sql, intent), Verdict::done);
  invalidate("words_n_idx1");
  EXPECT_EQ(inspect_index(sql, intent), Verdict::run);
  EXPECT_EQ(invalid(), "0");
}

TEST_F(VerifierTest, APartitionedParentsIndexMayWaitForItsPartitions) {
  exec("CREATE TABLE parts (n int) PARTITION BY LIST (n)");
  exec("CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1)");
  exec("CREATE INDEX parts_n ON ONLY parts (n)");
  prepare_index("CREATE INDEX CONCURRENTLY IF NOT EXISTS parts_n ON parts (n)");
  EXPECT_EQ(verdict_, Verdict::done);
  EXPECT_EQ(invalid(), "1");
}

TEST_F(VerifierTest, AnotherSessionsBuildIsWaitedFor) {
  exec("CREATE INDEX words_word ON words (lower(word)) WHERE word <> ''");
  invalidate("words_word");
  auto other = connect();
  std::latch locked(1);
  std::jthread builder([&] {
    postgres::Transaction building(other);
    other.exec("LOCK TABLE words IN SHARE UPDATE EXCLUSIVE MODE");
    locked.count_down();
    std::this_thread::sleep_for(600ms);
    other.exec("UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'words_word'::regclass");
    building.commit();
  });
  locked.wait();
  prepare_index("CREATE INDEX CONCURRENTLY IF NOT EXISTS words_word ON words (lower(word)) WHERE word <> ''");
  EXPECT_EQ(verdict_, Verdict::done);
}

TEST_F(VerifierTest, ADroppedIndexIsDoneAndAMissingOneIsNot) {
  constexpr auto kind = StatementKind::drop_index_concurrently;
  const std::string sql = "DROP INDEX CONCURRENTLY words_word";
  EXPECT_EQ(inspect(kind, sql, prepare(kind, sql)), Verdict::run);  // never there: the server says so
  exec("CREATE INDEX words_word ON words (word)");
  const auto intent = prepare(kind, sql);
  EXPECT_EQ(inspect(kind, sql, intent), Verdict::run);
  exec(sql);
  EXPECT_EQ(inspect(kind, sql, intent), Verdict::done);
  exec("CREATE INDEX words_word ON words (n)");  // somebody else's, under the same name
  EXPECT_EQ(inspect(kind, sql, intent), Verdict::done);
}

TEST_F(VerifierTest, ABrokenOffReindexIsClearedAway) {
  exec("CREATE INDEX words_word ON words (word)");
  auto other = connect();
  {
    postgres::Transaction old(other);
    other.exec("INSERT INTO words VALUES ('a', 1)");
    break_off("REINDEX TABLE CONCURRENTLY words");
  }
  EXPECT_EQ(invalid(), "2");  // the copies of words_word and of the TOAST table's index
  EXPECT_EQ(inspect(StatementKind::reindex, "REINDEX TABLE CONCURRENTLY words", Json::object()),
            Verdict::run);
  EXPECT_EQ(invalid(), "0");
}

TEST_F(VerifierTest, ADetachedPartitionIsDoneAndABegunOneIsFinished) {
  constexpr auto kind = StatementKind::detach_concurrently;
  const std::string sql = "ALTER TABLE parts DETACH PARTITION parts_1 CONCURRENTLY";
  exec("CREATE TABLE parts (n int) PARTITION BY LIST (n)");
  exec("CREATE TABLE parts_1 (n int)");
  EXPECT_EQ(inspect(kind, sql, prepare(kind, sql)), Verdict::run);  // never attached: the server says so
  exec("ALTER TABLE parts ATTACH PARTITION parts_1 FOR VALUES IN (1)");
  const auto intent = prepare(kind, sql);
  EXPECT_EQ(inspect(kind, sql, intent), Verdict::run);
  auto other = connect();
  {
    postgres::Transaction reading(other);
    other.exec("SELECT FROM parts");
    break_off(sql);
  }
  EXPECT_EQ(value("SELECT inhdetachpending FROM pg_inherits"), "t");
  EXPECT_EQ(inspect(kind, sql, intent), Verdict::done);
  EXPECT_EQ(value("SELECT count(*) FROM pg_inherits"), "0");
  EXPECT_EQ(inspect(kind, sql, intent), Verdict::done);
}

TEST_F(VerifierTest, DatabasesAreLookedUpByName) {
  const std::string create = "CREATE DATABASE \"Made Here\"", drop = "DROP DATABASE IF EXISTS made_there";
  const auto made = prepare(StatementKind::create_database, create);
  EXPECT_EQ(inspect(StatementKind::create_database, create, made), Verdict::run);
  exec(create);
  EXPECT_EQ(inspect(StatementKind::create_database, create, made), Verdict::done);
  EXPECT_EQ(inspect(StatementKind::create_database, create, prepare(StatementKind::create_database, create)),
            Verdict::run);
  EXPECT_EQ(inspect(StatementKind::drop_database, drop, prepare(StatementKind::drop_database, drop)),
            Verdict::run);
  exec("CREATE DATABASE made_there");
  const auto dropped = prepare(StatementKind::drop_database, drop);
  exec(drop);
  EXPECT_EQ(inspect(StatementKind::drop_database, drop, dropped), Verdict::done);
}

TEST_F(VerifierTest, WhatCannotBeKnownIsRefusedAndWhatMayRunAgainRuns) {
  const auto error = test::error_of([&] { inspect(StatementKind::unit, "CALL refill()", Json::object()); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_NE(error.hint().find("dunlin repair --statement"), std::string::npos);
  EXPECT_EQ(inspect(StatementKind::rerunnable, "VACUUM words", Json::object()), Verdict::run);
}

}  // namespace
}  // namespace dunlin::migrate
