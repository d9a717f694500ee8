#include <gtest/gtest.h>

#include "integration/Server.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::postgres {
namespace {

class PipelineTest : public test::DatabaseTest {
 protected:
  PipelineTest() { exec("CREATE TABLE t (n int PRIMARY KEY)"); }
};

TEST_F(PipelineTest, AnswersComeInTheOrderOfTheCommands) {
  Pipeline pipeline(connection_);
  for (int n = 0; n < 500; ++n)
    pipeline.send("INSERT INTO t VALUES ($1::int) RETURNING n", {std::to_string(n)});
  pipeline.sync();
  EXPECT_EQ(pipeline.in_flight(), 501U);
  for (int n = 0; n < 500; ++n) {
    const auto answer = pipeline.next();
    ASSERT_FALSE(answer.error || answer.skipped || answer.synced);
    EXPECT_EQ(answer.result.number(0, 0), n);
  }
  EXPECT_TRUE(pipeline.next().synced);
  EXPECT_EQ(pipeline.in_flight(), 0U);
}

TEST_F(PipelineTest, AfterAnErrorTheRestIsSkippedUpToTheSync) {
  {
    Pipeline pipeline(connection_);
    pipeline.send("INSERT INTO t VALUES (1)");
    pipeline.send("INSERT INTO t VALUES (1)");
    pipeline.send("INSERT INTO t VALUES (2)");
    pipeline.sync();
    pipeline.send("INSERT INTO t VALUES (3)");
    pipeline.sync();
    EXPECT_FALSE(pipeline.next().error);
    const auto failed = pipeline.next();
    ASSERT_TRUE(failed.error);
    EXPECT_EQ(failed.error->sqlstate(), "23505");
    EXPECT_TRUE(pipeline.next().skipped);
    EXPECT_TRUE(pipeline.next().synced);
    const auto later = pipeline.next();
    EXPECT_FALSE(later.error || later.skipped);
    EXPECT_TRUE(pipeline.next().synced);
  }
  EXPECT_EQ(value("SELECT string_agg(n::text, ',') FROM t"), "3");  // a batch is one implicit transaction
}

TEST_F(PipelineTest, WhatIsStillOnItsWayIsDrained) {
  {
    Pipeline pipeline(connection_);
    pipeline.send("INSERT INTO t VALUES (1)");
    pipeline.send("SELECT nonsense");
    pipeline.send("SELECT repeat('x', 1000000)");
  }
  EXPECT_EQ(value("SELECT count(*) FROM t"), "0");
  {
    Pipeline pipeline(connection_);
    pipeline.send("INSERT INTO t VALUES (2)");
    pipeline.sync();
    pipeline.send("SELECT pg_sleep(0.1)");
  }
  EXPECT_EQ(value("SELECT count(*) FROM t"), "1");
}

// Neither side may wait for the other when both have more to say than fits into a socket's buffer.
TEST_F(PipelineTest, LargeCommandsAndAnswersPassEachOther) {
  const std::string large(300'000, 'x');
  Pipeline pipeline(connection_);
  for (int n = 0; n < 30; ++n) {
    pipeline.send("SELECT $1::text", {large});
    pipeline.flush();
  }
  pipeline.sync();
  for (int n = 0; n < 30; ++n) EXPECT_EQ(pipeline.next().result.text(0, 0).size(), large.size());
  EXPECT_TRUE(pipeline.next().synced);
}

TEST_F(PipelineTest, ALostConnectionIsAnErrorAndLetsGo) {
  auto other = connect();
  const auto pid = std::to_string(connection_.facts().backend_pid);
  try {
    Pipeline pipeline(connection_);
    pipeline.send("SELECT pg_sleep(5)");
    pipeline.send("INSERT INTO t VALUES (1)");
    pipeline.sync();
    other.exec("SELECT pg_terminate_backend($1::int)", {pid});
    const auto answer = pipeline.next();
    ASSERT_TRUE(answer.error);
    EXPECT_TRUE(answer.error->is_connection_loss());
  } catch (const SqlError& error) {
    EXPECT_TRUE(error.is_connection_loss());
  }
  EXPECT_TRUE(connection_.broken());
}

TEST_F(PipelineTest, RepeatedCommandsArePreparedOnce) {
  {
    Pipeline pipeline(connection_);
    for (int n = 0; n < 3; ++n) pipeline.send_repeated("INSERT INTO t VALUES ($1::int)", {std::to_string(n)});
    pipeline.sync();
    EXPECT_EQ(pipeline.in_flight(), 4U);
    for (int n = 0; n < 3; ++n) EXPECT_FALSE(pipeline.next().error);
    EXPECT_TRUE(pipeline.next().synced);
  }
  EXPECT_EQ(value("SELECT count(*) FROM t"), "3");
  EXPECT_EQ(value("SELECT count(*) FROM pg_prepared_statements"), "1");
}

TEST_F(PipelineTest, WhatCouldNotBePreparedIsPreparedNextTime) {
  for (const bool fails : {true, false}) {
    Pipeline pipeline(connection_);
    pipeline.send(Sql::trusted(fails ? "SELECT 1 / 0" : "SELECT 1"));
    pipeline.send_repeated("INSERT INTO t VALUES ($1::int)", {"1"});
    pipeline.sync();
    EXPECT_EQ(pipeline.next().error.has_value(), fails);
    const auto inserted = pipeline.next();
    EXPECT_EQ(inserted.skipped, fails);
    EXPECT_FALSE(inserted.error);
    EXPECT_TRUE(pipeline.next().synced);
  }
  {
    Pipeline pipeline(connection_);
    pipeline.send_repeated("INSERT INTO nowhere VALUES ($1::int)", {"1"});
    pipeline.sync();
    EXPECT_EQ(pipeline.next().error->sqlstate(), "42P01");
    EXPECT_TRUE(pipeline.next().synced);
  }
  EXPECT_EQ(value("SELECT count(*) FROM t"), "1");
}

TEST_F(PipelineTest, ThrownAwayPreparationsAreAnErrorUntilWeStopPreparing) {
  for (const auto* wanted : {"", "26000", ""}) {
    Pipeline pipeline(connection_);
    pipeline.send_repeated("DELETE FROM t WHERE n = $1::int", {"1"});
    pipeline.sync();
    const auto answer = pipeline.next();
    EXPECT_EQ(answer.error ? answer.error->sqlstate() : "", wanted);
    EXPECT_TRUE(pipeline.next().synced);
    if (answer.error) connection_.stop_preparing();
    pipeline.send("DEALLOCATE ALL");
    pipeline.sync();
    EXPECT_FALSE(pipeline.next().error);
    EXPECT_TRUE(pipeline.next().synced);
  }
}

}  // namespace
}  // namespace dunlin::postgres
