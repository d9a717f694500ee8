#include <filesystem>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "integration/Server.hpp"
#include "postgres/Cluster.hpp"

namespace dunlin::postgres {
namespace {

// A server that has stopped takes its file away. (Its process may stay as a zombie where nobody collects
// those.)
bool runs(const test::ServerFolder& folder) {
  return std::filesystem::exists(folder.path() / "data" / "postmaster.pid");
}

// Two ends between two processes: each may wait for a word of the other.
class Channel {
 public:
  Channel() { EXPECT_EQ(::pipe(ends_), 0); }
  ~Channel() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  void say() { EXPECT_EQ(::write(ends_[1], "x", 1), 1); }
  void hear() {
    char byte = 0;
    EXPECT_EQ(::read(ends_[0], &byte, 1), 1);
  }

 private:
  int ends_[2] = {-1, -1};
};

TEST(ClusterTest, TheLastProcessStopsIt) {
  const test::ServerFolder folder;
  Channel to_child, to_parent;
  const pid_t child =
      ::fork();  // before the server is ours, or the child would have inherited our hold on it
  ASSERT_GE(child, 0);
  if (child == 0) {
    int status = 1;
    try {
      to_child.hear();
      const Cluster shared = Cluster::start(folder.options());
      to_parent.say();
      to_child.hear();  // the other process has let go by now
      auto connection = Connection::open(shared.target("postgres"), "child");
      status = connection.exec("SELECT 42").number(0, 0) == 42 ? 0 : 2;
    } catch (const std::exception&) {
      status = 3;
    }
    ::_exit(status);
  }
  {
    const Cluster cluster = Cluster::start(folder.options());
    EXPECT_TRUE(runs(folder));
    to_child.say();
    to_parent.hear();
  }
  EXPECT_TRUE(runs(folder));
  to_child.say();
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  EXPECT_FALSE(runs(folder));
}

TEST(ClusterTest, StartsAgainAfterACrash) {
  const test::ServerFolder folder;
  Cluster cluster = Cluster::start(folder.options());
  Connection::open(cluster.target("postgres"), "test").exec("CREATE TABLE t AS SELECT 7 AS n");
  cluster.stop(true);
  EXPECT_FALSE(runs(folder));
  const Cluster again = Cluster::start(folder.options());
  EXPECT_EQ(Connection::open(again.target("postgres"), "test").exec("SELECT n FROM t").number(0, 0), 7);
}

TEST(ClusterTest, ABrokenSettingShowsTheServersLog) {
  const test::ServerFolder folder;
  auto options = folder.options();
  options.settings = {{"shared_buffers", "nonsense"}};
  const auto error = test::error_of([&] { Cluster::start(options); });
  EXPECT_EQ(error.code(), ErrorCode::failed);
  EXPECT_NE(error.hint().find("shared_buffers"), std::string::npos) << error.hint();
}

TEST(ClusterTest, QuotesWhatATargetNeedsQuoted) {
  auto connection = Connection::open(test::server().target("postgres"), "test");
  connection.exec(R"(CREATE DATABASE "it's a \ name")");
  EXPECT_EQ(Connection::open(test::server().target(R"(it's a \ name)"), "test").facts().database,
            R"(it's a \ name)");
}

}  // namespace
}  // namespace dunlin::postgres
