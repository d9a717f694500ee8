#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/Descriptor.hpp"
#include "sqlite/Fence.hpp"
#include "sqlite/Snapshot.hpp"
#include "unit/TempFolder.hpp"
#include "unit/sqlite/LiveWriter.hpp"

namespace dunlin::sqlite {
namespace {

using test::ChildProcess;
using test::SharedNumber;
using test::TempFolder;
using Mode = Database::Mode;

constexpr int k_busy = 5;  // SQLITE_BUSY
constexpr int k_written = 0;

// One write by another process with a busy timeout: 0, or SQLite's primary result code.
int write_once(const std::string& source, int timeout_ms = 0) {
  ChildProcess writer([&] {
    auto database = Database::open(source, Mode::read_write);
    database.exec("PRAGMA busy_timeout = " + std::to_string(timeout_ms));
    try {
      database.exec("UPDATE account SET balance = balance + 0 WHERE id = 1");
    } catch (const Error& error) {
      return std::stoi(std::string(error.fact("sqlite_code"))) & 0xff;
    }
    return k_written;
  });
  return writer.wait();
}

// What another process reads.
int read_once(const std::string& source) {
  ChildProcess reader([&] {
    auto database = Database::open(source, Mode::read_write);
    return database.number("SELECT count(*) FROM account") > 0 ? 0 : 1;
  });
  return reader.wait();
}

class Fences : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { test::make_ledger(source_, GetParam(), 100); }
  TempFolder folder_;
  const std::string source_ = folder_.file("app.db");
};

INSTANTIATE_TEST_SUITE_P(BothModes, Fences, ::testing::Values("DELETE", "WAL"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST_P(Fences, refuse_a_second_writer_and_let_readers_pass) {
  {
    const Fence fence(source_, 100);
    EXPECT_EQ(write_once(source_), k_busy);
    EXPECT_EQ(read_once(source_), 0);
    EXPECT_EQ(write_once(source_), k_busy);
  }
  EXPECT_EQ(write_once(source_), k_written);
}

TEST_P(Fences, change_nothing) {
  const auto before = take_fingerprint(source_);
  { const Fence fence(source_, 100); }
  EXPECT_EQ(differences(before, take_fingerprint(source_)), std::vector<std::string>{});
}

// SQLite's own locks would be gone as soon as this process closes any descriptor of the file.
TEST_P(Fences, stay_when_the_source_is_read_meanwhile) {
  const Fence fence(source_, 100);
  take_fingerprint(source_);
  take_snapshot(source_, folder_.file("copy.db"));
  EXPECT_EQ(write_once(source_), k_busy);
}

TEST_P(Fences, hold_a_writer_off_that_waits) {
  SharedNumber written;
  ChildProcess writer([&] { return test::write_for_ever(source_, 100, 100, written); });
  written.wait_for(20);
  std::int64_t under_fence = 0;
  {
    const Fence fence(source_, 60'000);
    under_fence = written.get();
    const auto before = take_fingerprint(source_);
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    EXPECT_LE(written.get(), under_fence + 1) << "one commit may have returned and not been counted yet";
    EXPECT_EQ(differences(before, take_fingerprint(source_)), std::vector<std::string>{});
  }
  written.wait_for(under_fence + 20);
}

TEST_P(Fences, name_the_writer_that_they_wait_for) {
  SharedNumber ready;
  ChildProcess writer([&]() -> int {
    auto database = Database::open(source_, Mode::read_write);
    database.exec("BEGIN IMMEDIATE");
    ready.set(1);
    std::this_thread::sleep_for(std::chrono::minutes(5));
    return 0;
  });
  ready.wait_for(1);
  try {
    const Fence fence(source_, 50);
    FAIL() << "somebody writes";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::lock_timeout);
    EXPECT_NE(error.message().find("is being written by process"), std::string::npos) << error.message();
  }
}

TEST(Fence, keeps_the_wal_of_an_application_that_died) {
  const TempFolder folder;
  const auto source = folder.file("app.db");
  test::make_ledger(source, "WAL", 100);
  SharedNumber written;
  {
    ChildProcess writer([&] { return test::write_for_ever(source, 100, 0, written); });
    written.wait_for(20);
  }
  std::filesystem::remove(folder.file("app.db-shm"));  // as behind a machine that went down
  const auto before = take_fingerprint(source);
  {
    const Fence fence(source, 100);
    EXPECT_EQ(write_once(source), k_busy);
    EXPECT_EQ(read_once(source), 0);
  }
  EXPECT_EQ(differences(before, take_fingerprint(source)), std::vector<std::string>{});
}

TEST(Fence, refuses_a_hot_journal) {
  const TempFolder folder;
  const auto source = folder.file("app.db");
  test::make_ledger(source, "DELETE", 500);
  {
    SharedNumber ready;
    ChildProcess writer([&]() -> int {
      auto database = Database::open(source, Mode::read_write);
      database.exec("PRAGMA cache_size = 10");
      database.exec("BEGIN");
      database.exec("UPDATE account SET filler = randomblob(900)");
      ready.set(1);
      std::this_thread::sleep_for(std::chrono::minutes(5));
      return 0;
    });
    ready.wait_for(1);
  }
  EXPECT_THROW(Fence(source, 50), Error);
  EXPECT_EQ(read_once(source), 0);  // and is rolled back by whoever opens it
  const Fence fence(source, 50);
}

}  // namespace
}  // namespace dunlin::sqlite
