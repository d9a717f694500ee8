#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "integration/Server.hpp"
#include "migrate/Lease.hpp"

namespace dunlin::migrate {
namespace {

using namespace std::chrono_literals;
class LeaseTest : public test::DatabaseTest {};

// The number of a process that has ended.
int gone() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  return child;
}

TEST_F(LeaseTest, OneAtATimeAndTheHolderIsNamed) {
  auto other = connect("dunlin of a colleague");
  {
    const auto lease = Lease::acquire(other, {.wait = 0ms});
    int waits = 0;
    const auto error = test::error_of(
        [&] { Lease::acquire(connection_, {.wait = 2s, .on_wait = [&](const auto&, auto) { ++waits; }}); });
    EXPECT_EQ(error.code(), ErrorCode::lock_timeout);
    EXPECT_NE(error.message().find("dunlin of a colleague"), std::string::npos) << error.message();
    EXPECT_EQ(error.fact("holder_pid"), std::to_string(other.facts().backend_pid));
    EXPECT_GE(waits, 1);
  }
  EXPECT_FALSE(find_lease_holder(connection_, "here"));
  const auto lease = Lease::acquire(connection_, {.wait = 0ms});
  EXPECT_EQ(find_lease_holder(other, "here")->pid, connection_.facts().backend_pid);
}

TEST_F(LeaseTest, AnotherDatabaseHasALeaseOfItsOwn) {
  const auto lease = Lease::acquire(connection_, {.wait = 0ms});
  auto elsewhere = postgres::Connection::open(test::server().target("postgres"), "test");
  EXPECT_NO_THROW(Lease::acquire(elsewhere, {.wait = 0ms}));
  EXPECT_FALSE(find_lease_holder(elsewhere, "here"));
}

TEST_F(LeaseTest, AnOrphanIsEndedWhenAsked) {
  auto orphan = connect(fmt::format("dunlin {}@here", gone()));
  const auto held = Lease::acquire(orphan, {.wait = 0ms});
  EXPECT_TRUE(find_lease_holder(connection_, "here")->orphan);
  EXPECT_FALSE(find_lease_holder(connection_, "elsewhere")->orphan);
  const auto lease = Lease::acquire(connection_, {.wait = 60s, .orphans = OrphanPolicy::end, .host = "here"});
  EXPECT_EQ(find_lease_holder(connection_, "here")->pid, connection_.facts().backend_pid);
}

TEST_F(LeaseTest, WhoIsAliveIsNoOrphan) {
  auto other = connect(fmt::format("dunlin {}@here", ::getpid()));
  const auto held = Lease::acquire(other, {.wait = 0ms});
  EXPECT_FALSE(find_lease_holder(connection_, "here")->orphan);
  EXPECT_THROW(Lease::acquire(connection_, {.wait = 0ms, .orphans = OrphanPolicy::end, .host = "here"}),
               Error);
  EXPECT_EQ(value("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'dunlin %'"), "1");
}

}  // namespace
}  // namespace dunlin::migrate
