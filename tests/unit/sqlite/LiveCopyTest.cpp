#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <random>

#include "base/File.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/LiveCopy.hpp"
#include "sqlite/Snapshot.hpp"
#include "sqlite/pages/PageFile.hpp"
#include "unit/TempFolder.hpp"
#include "unit/sqlite/LiveWriter.hpp"

namespace dunlin::sqlite {
namespace {

namespace fs = std::filesystem;
using Pages = std::vector<PageNumber>;
using test::ChildProcess;
using test::SharedNumber;

constexpr int k_wait_ms = 60'000;
// Pages that one transaction of LiveWriter.hpp writes, at most and for long.
constexpr std::int64_t k_pages_of_one = 10;

// Bytes of the first page that tell who wrote last and how: they may differ between two right copies.
std::string without_counters(std::string_view page) {
  std::string bytes(page);
  for (const std::size_t at : {18, 19, 24, 25, 26, 27, 92, 93, 94, 95}) bytes[at] = 0;
  return bytes;
}

Pages differing_pages(const std::string& left, const std::string& right) {
  const PageFile a(left), b(right);
  EXPECT_EQ(a.page_size(), b.page_size());
  EXPECT_EQ(a.page_count(), b.page_count());
  auto pages = changed_pages(a, b).numbers();
  if (!pages.empty() && pages.front() == 1 && without_counters(a.page(1)) == without_counters(b.page(1)))
    pages.erase(pages.begin());
  return pages;
}

class LiveCopies : public testing::TestWithParam<const char*> {
 protected:
  LiveCopies() { fs::create_directories(folder_.path() / "source"); }

  // Refreshes, and holds what the pages that it says against what has really changed.
  std::optional<Pages> refresh() {
    fs::copy_file(copy_, before_, fs::copy_options::overwrite_existing);
    auto pages = live_copy_.refresh(copy_, k_wait_ms);
    if (!pages) return pages;
    const PageFile before(before_), after(copy_);
    for (const PageNumber page : changed_pages(before, after).numbers()) {
      if (page > std::min(before.page_count(), after.page_count())) continue;
      EXPECT_TRUE(std::find(pages->begin(), pages->end(), page) != pages->end()) << "page " << page;
    }
    return pages;
  }

  void expect_as_a_fresh_copy() {
    take_snapshot(source_, folder_.file("fresh.db"));
    EXPECT_EQ(differing_pages(copy_, folder_.file("fresh.db")), Pages{});
  }

  test::TempFolder folder_;
  const std::string source_ = folder_.file("source/app.db");
  const std::string copy_ = folder_.file("copy.db");
  const std::string before_ = folder_.file("before.db");
  LiveCopy live_copy_{source_};
};

INSTANTIATE_TEST_SUITE_P(BothModes, LiveCopies, testing::Values("DELETE", "WAL"),
                         [](const auto& mode) { return std::string(mode.param); });

const std::vector<std::string> k_work = {
    "INSERT INTO t (a, b) SELECT abs(random()) % 50, hex(randomblob(abs(random()) % 3000)) FROM t LIMIT 30",
    "UPDATE t SET b = hex(randomblob(length(b) / 2)) WHERE a = abs(random()) % 50",
    "DELETE FROM t WHERE a = abs(random()) % 50",
    "DELETE FROM t WHERE id > (SELECT max(id) FROM t) - 100",
    "INSERT INTO t (a, b) SELECT 1, zeroblob(100000)",
    "VACUUM",
    "PRAGMA wal_checkpoint(PASSIVE)",
    "PRAGMA wal_checkpoint(RESTART)",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "CREATE INDEX IF NOT EXISTS i ON t (a)",
    "DROP INDEX IF EXISTS i",
    "SELECT 1"};

TEST_P(LiveCopies, AreWhatAFreshCopyIs) {
  auto database = Database::open(source_, Database::Mode::create);
  for (const char* sql : {"PRAGMA synchronous = OFF", "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)",
                          "INSERT INTO t VALUES (1, 1, 'x'), (2, 2, 'y'), (3, 3, 'z')"})
    database.exec(sql);
  database.exec(std::string("PRAGMA journal_mode = ") + GetParam());
  for (int i = 0; i < 5; ++i) database.exec(k_work.front());
  take_snapshot(source_, copy_);
  std::mt19937 chance(7);
  int by_pages = 0;
  for (int round = 0; round < 60; ++round) {
    for (unsigned n = chance() % 3; n > 0; --n) database.exec(k_work[chance() % k_work.size()]);
    SCOPED_TRACE(round);
    const auto pages = refresh();
    by_pages += pages.has_value() ? 1 : 0;
    expect_as_a_fresh_copy();
    if (HasFailure()) return;
  }
  EXPECT_GT(by_pages, 30);
}

TEST_P(LiveCopies, ReadNothingWhereNothingWasWritten) {
  test::make_ledger(source_, GetParam(), 500);
  auto database = Database::open(source_, Database::Mode::read_write);
  database.exec("UPDATE account SET balance = 1 WHERE id = 1");
  take_snapshot(source_, copy_);
  EXPECT_EQ(refresh(), std::nullopt) << "nobody knows yet what the copy holds";
  EXPECT_EQ(refresh(), Pages{});
  database.exec("UPDATE account SET balance = 2 WHERE id = 1");
  const auto pages = refresh();
  ASSERT_TRUE(pages.has_value());
  EXPECT_LE(pages->size(), 2U);
  EXPECT_GE(pages->size(), 1U);
  live_copy_.forget();
  EXPECT_EQ(refresh(), std::nullopt);
}

// Checkpoints included, as the writer does them by itself after 1,000 pages; while the WAL is held only its
// new frames are read.
TEST_P(LiveCopies, AreConsistentUnderALiveWriter) {
  constexpr int k_accounts = 5'000;
  test::make_ledger(source_, GetParam(), k_accounts);
  SharedNumber written;
  const ChildProcess writer([&] { return test::write_for_ever(source_, k_accounts, 300, written); });
  written.wait_for(1);
  take_snapshot(source_, copy_);
  std::int64_t last = 0, known = 0;  // transactions: those of the last copy, those when it was begun
  for (int round = 0; round < 20; ++round) {
    if (round % 10 == 2) live_copy_.hold_wal(k_wait_ms);
    if (round % 10 == 8) live_copy_.release_wal();
    written.wait_for(last + 40);
    const std::int64_t at_least = written.get();
    const auto pages = refresh();
    if (GetParam() == std::string("WAL") && round % 10 > 2 && round % 10 < 8) {
      ASSERT_TRUE(pages.has_value()) << round;
      EXPECT_LT(static_cast<std::int64_t>(pages->size()), k_pages_of_one * (written.get() + 1 - known));
    }
    known = at_least;
    auto database = Database::open(copy_, Database::Mode::read_only);
    EXPECT_EQ(database.number("SELECT sum(balance) FROM account"), 0);
    EXPECT_EQ(database.number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
              0);
    last = database.number("SELECT count(*) FROM entry");
    EXPECT_GE(last, at_least);
    if (HasFailure()) return;
  }
  EXPECT_EQ(list_directory(folder_.path()), (std::vector<std::string>{"before.db", "copy.db", "source"}));
}

}  // namespace
}  // namespace dunlin::sqlite
