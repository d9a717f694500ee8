#include <csignal>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "integration/Server.hpp"
#include "rehearse/ScratchServer.hpp"

namespace dunlin::rehearse {
namespace {

int databases(ScratchServer& server) {
  auto database = server.create();
  auto connection = database.connect();
  return static_cast<int>(
      connection.exec("SELECT count(*) FROM pg_database WHERE datname LIKE 'dunlin_scratch_%'").number(0, 0) -
      1);
}

class ScratchServerTest : public ::testing::Test {
 protected:
  ~ScratchServerTest() override {
    std::filesystem::remove_all(postgres::project_cluster_directory(project_.path()).parent_path());
  }
  ScratchServer start() { return ScratchServer::start(project_.path(), test::server_programs()); }

  test::ServerFolder project_;
};

TEST_F(ScratchServerTest, DatabasesAreCopiedAndGoWithTheirObjects) {
  auto server = start();
  {
    auto original = server.create();
    original.connect().exec("CREATE TABLE t AS SELECT 7 AS n");
    const auto copy = server.copy(original);
    EXPECT_EQ(copy.connect().exec("SELECT n FROM t").number(0, 0), 7);
    EXPECT_EQ(databases(server), 2);
    original.drop();
    EXPECT_EQ(databases(server), 1);
  }
  EXPECT_EQ(databases(server), 0);
  EXPECT_FALSE(server.pg_dump().empty());
}

// A killed rehearsal leaves databases and roles behind; the next one doesn't meet them.
TEST_F(ScratchServerTest, ClearsUpAfterAKilledProcess) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto server = start();
    server.create_role("left_behind");
    const auto database = server.create();
    database.connect().exec("CREATE DATABASE left_behind");
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  auto server = start();
  EXPECT_EQ(databases(server), 0);
  EXPECT_EQ(server.shared_objects(), (SharedObjects{{"postgres"}, {"postgres"}}));
}

}  // namespace
}  // namespace dunlin::rehearse
