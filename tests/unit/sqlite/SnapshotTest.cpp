#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "sqlite/CopySource.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/Snapshot.hpp"
#include "unit/TempFolder.hpp"
#include "unit/sqlite/LiveWriter.hpp"

namespace dunlin::sqlite {
namespace {

using test::ChildProcess;
using test::SharedNumber;
using test::TempFolder;
using Mode = Database::Mode;

std::string integrity(Database& database) {
  auto query = database.prepare("PRAGMA integrity_check");
  query.step();
  return query.text(0);
}

void expect_consistent(const std::string& path) {
  auto database = Database::open(path, Mode::read_only);
  EXPECT_EQ(integrity(database), "ok");
  EXPECT_EQ(database.number("SELECT sum(balance) FROM account"), 0);
  EXPECT_EQ(database.number("SELECT count(*) - coalesce(max(id), 0) FROM entry"), 0);
}

class Snapshots : public ::testing::TestWithParam<const char*> {
 protected:
  TempFolder folder_;
  const std::string source_ = folder_.file("source/app.db");
  const std::string copy_ = folder_.file("copy.db");
  void SetUp() override { std::filesystem::create_directories(folder_.path() / "source"); }
};

INSTANTIATE_TEST_SUITE_P(BothModes, Snapshots, ::testing::Values("DELETE", "WAL"),
                         [](const auto& mode) { return std::string(mode.param); });

TEST_P(Snapshots, leave_no_trace_on_a_source_at_rest) {
  test::make_ledger(source_, GetParam(), 500);
  const auto before = take_fingerprint(source_);
  const auto snapshot = take_snapshot(source_, copy_);
  const auto after = take_fingerprint(source_);
  EXPECT_EQ(before, after);
  EXPECT_EQ(differences(before, after), std::vector<std::string>{});
  EXPECT_EQ(before.directory, std::vector<std::string>{"app.db"});
  EXPECT_EQ(snapshot.sha256, file_sha256(copy_));
  EXPECT_EQ(snapshot.attempts, 1);
  expect_consistent(copy_);
  EXPECT_EQ(list_directory(folder_.path()), (std::vector<std::string>{"copy.db", "source"}));
}

// 1,000 writes a second in another process, checkpoints included: each copy is some state between two
// commits.
TEST_P(Snapshots, are_consistent_under_a_live_writer) {
  constexpr int k_accounts = 20'000;
  test::make_ledger(source_, GetParam(), k_accounts);
  SharedNumber written;
  ChildProcess writer([&] { return test::write_for_ever(source_, k_accounts, 300, written); });
  std::int64_t last = 0;
  for (int round = 0; round < 25; ++round) {
    written.wait_for(last + 40);
    const std::int64_t at_least = written.get();
    const auto snapshot = take_snapshot(source_, copy_);
    expect_consistent(copy_);
    auto database = Database::open(copy_, Mode::read_only);
    last = database.number("SELECT count(*) FROM entry");
    EXPECT_GE(last, at_least) << "what was committed before the snapshot began is in it";
    EXPECT_LE(snapshot.attempts, 3);
  }
  EXPECT_GT(last, 1000);
}

TEST_P(Snapshots, are_refreshed_under_a_live_writer) {
  constexpr int k_accounts = 5'000;
  test::make_ledger(source_, GetParam(), k_accounts);
  SharedNumber written;
  ChildProcess writer([&] { return test::write_for_ever(source_, k_accounts, 300, written); });
  folder_.write("copy.db", "half of something else");
  std::int64_t last = 0;
  for (int round = 0; round < 20; ++round) {
    written.wait_for(last + 40);
    const std::int64_t at_least = written.get();
    refresh_snapshot(source_, copy_);
    expect_consistent(copy_);
    auto database = Database::open(copy_, Mode::read_only);
    last = database.number("SELECT count(*) FROM entry");
    EXPECT_GE(last, at_least);
  }
  EXPECT_EQ(list_directory(folder_.path()), (std::vector<std::string>{"copy.db", "source"}));
}

TEST(Snapshot, takes_the_wal_of_an_application_that_died) {
  const TempFolder folder;
  const auto source = folder.file("app.db");
  test::make_ledger(source, "WAL", 100);
  SharedNumber written;
  {
    ChildProcess writer([&] { return test::write_for_ever(source, 100, 0, written); });
    written.wait_for(50);
  }  // killed: -wal and -shm stay
  const auto before = take_fingerprint(source);
  ASSERT_EQ(before.files.size(), 3U);
  const auto snapshot = take_snapshot(source, folder.file("copy.db"));
  EXPECT_TRUE(snapshot.had_wal);
  EXPECT_EQ(before.files, take_fingerprint(source).files);
  expect_consistent(folder.file("copy.db"));
  auto copy = Database::open(folder.file("copy.db"), Mode::read_only);
  EXPECT_GE(copy.number("SELECT count(*) FROM entry"), written.get());
}

// Large transactions spill into the database file before they commit: the file alone is in no valid state.
int die_in_a_transaction(const std::string& source, SharedNumber& ready) {
  auto database = Database::open(source, Mode::read_write);
  database.exec("PRAGMA cache_size = 10");
  database.exec("BEGIN");
  database.exec("UPDATE account SET balance = balance + 1, filler = randomblob(900)");
  ready.set(1);
  std::this_thread::sleep_for(std::chrono::minutes(5));
  return 0;
}

TEST(Snapshot, rolls_a_hot_journal_back_in_the_copy_only) {
  const TempFolder folder;
  const auto source = folder.file("app.db");
  test::make_ledger(source, "DELETE", 500);
  {
    SharedNumber ready;
    ChildProcess writer([&] { return die_in_a_transaction(source, ready); });
    ready.wait_for(1);
  }
  const auto before = take_fingerprint(source);
  ASSERT_EQ(before.files.size(), 2U);
  take_snapshot(source, folder.file("copy.db"));
  EXPECT_EQ(before.files, take_fingerprint(source).files);
  expect_consistent(folder.file("copy.db"));
}

TEST(Snapshot, of_a_source_that_is_locked_names_who_has_it) {
  const TempFolder folder;
  const auto source = folder.file("app.db");
  test::make_ledger(source, "DELETE", 500);
  SharedNumber ready;
  ChildProcess writer([&] { return die_in_a_transaction(source, ready); });
  ready.wait_for(1);
  try {
    take_snapshot(source, folder.file("copy.db"), 50);
    FAIL() << "the file is locked";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::lock_timeout);
    EXPECT_NE(error.message().find("locked exclusively by process"), std::string::npos) << error.message();
  }
  EXPECT_EQ(list_directory(folder.path()), (std::vector<std::string>{"app.db", "app.db-journal"}));
}

TEST(Snapshot, takes_any_name_and_follows_symlinks) {
  const TempFolder folder;
  for (const std::string name : {"100% #1?.db", "a b.db", "it's \"quoted\".db", "line\nbreak.db", "-rf",
                                 "ünïcode.db", "x%3Fy&mode=ro.db"}) {
    test::make_ledger(folder.file(name), "WAL", 10);
    take_snapshot(folder.file(name), folder.file("copy of " + name));
    expect_consistent(folder.file("copy of " + name));
  }
  test::make_ledger(folder.file("app.db"), "DELETE", 10);
  std::filesystem::create_symlink(folder.file("app.db"), folder.file("link"));
  take_snapshot(folder.file("link"), folder.file("linked.db"));
  expect_consistent(folder.file("linked.db"));
}

TEST(Snapshot, says_which_pages_others_have_written) {
  const TempFolder folder;
  const auto source = folder.file("app.db");
  test::make_ledger(source, "DELETE", 500);
  const auto before = take_fingerprint(source);
  Database::open(source, Mode::read_write).exec("UPDATE account SET balance = 1 WHERE id = 400");
  folder.write("other.txt", "x");
  const auto lines = differences(before, take_fingerprint(source));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].find("app.db: changed, 2 pages written (1, "), 0U) << lines[0];
  EXPECT_EQ(lines[1], "beside it: other.txt is new");
}

// ---- what can't be taken
// -----------------------------------------------------------------------------------------

struct BadFile {
  const char* name;
  std::function<void(const std::string&)> make;
  const char* message;
};

class BadSource : public ::testing::TestWithParam<BadFile> {};

std::string valid_bytes() {
  const TempFolder folder;
  test::make_ledger(folder.file("app.db"), "DELETE", 200);
  return read_file(folder.file("app.db"));
}

void put(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string noise(std::size_t size) {
  std::string bytes;
  std::uint64_t state = 42;
  while (bytes.size() < size) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    bytes += static_cast<char>(state >> 56);
  }
  return bytes;
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadSource,
    ::testing::Values(
        BadFile{"absent", [](const std::string&) {}, "isn't there"},
        BadFile{"folder", [](const std::string& path) { std::filesystem::create_directory(path); },
                "is a folder"},
        BadFile{"empty", [](const std::string& path) { put(path, ""); }, "is empty (0 bytes)"},
        BadFile{"text", [](const std::string& path) { put(path, "hello, I'm a text\n"); },
                "is not a SQLite database, or it is encrypted"},
        BadFile{"encrypted", [](const std::string& path) { put(path, noise(8192)); },
                "is not a SQLite database, or it is encrypted"},
        BadFile{"short_header", [](const std::string& path) { put(path, valid_bytes().substr(0, 60)); },
                "is cut off"},
        BadFile{"truncated", [](const std::string& path) { put(path, valid_bytes().substr(0, 40'960)); },
                "is cut off: it has 40,960 bytes of the "},
        BadFile{"page_size",
                [](const std::string& path) {
                  auto bytes = valid_bytes();
                  bytes[16] = 3;
                  put(path, bytes);
                },
                "is damaged"},
        BadFile{"schema_page",
                [](const std::string& path) {
                  auto bytes = valid_bytes();
                  for (std::size_t i = 100; i < 120; ++i) bytes[i] = '\xff';
                  put(path, bytes);
                },
                "malformed"},
        BadFile{"pipe", [](const std::string& path) { ::mkfifo(path.c_str(), 0600); },
                "is not a regular file"}),
    [](const auto& file) { return std::string(file.param.name); });

TEST_P(BadSource, is_refused_in_words_and_leaves_nothing_behind) {
  const TempFolder folder;
  const auto source = folder.file("app.db");
  GetParam().make(source);
  const auto before = list_directory(folder.path());
  try {
    take_snapshot(source, folder.file("copy.db"), 100);
    FAIL() << "it was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.message().find(source), 0U) << error.message();
    EXPECT_NE(error.message().find(GetParam().message), std::string::npos) << error.message();
  }
  EXPECT_EQ(list_directory(folder.path()), before);
}

// Bytes change without SQLite's locks, as in a download; a copy between two changes is whole all the same.
TEST(Snapshot, of_a_file_that_something_else_writes_is_given_up) {
  const TempFolder folder;
  const auto source = folder.file("app.db");
  test::make_ledger(source, "DELETE", 20'000);
  ChildProcess writer([&]() -> int {
    std::fstream file(source, std::ios::binary | std::ios::in | std::ios::out);
    for (;;) file.seekp(40) << '\0' << std::flush;  // the schema cookie's first byte, as it is
  });
  bool given_up = false;
  for (int i = 0; i < 50 && !given_up; ++i) {
    try {
      take_snapshot(source, folder.file("copy.db"), 100);
      expect_consistent(folder.file("copy.db"));
    } catch (const Error& error) {
      given_up = true;
      EXPECT_NE(error.message().find("times while it was being copied"), std::string::npos)
          << error.message();
    }
  }
  EXPECT_TRUE(given_up);
}

}  // namespace
}  // namespace dunlin::sqlite
