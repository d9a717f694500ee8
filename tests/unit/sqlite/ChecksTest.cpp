#include <fstream>
#include <gtest/gtest.h>

#include "base/File.hpp"
#include "sqlite/Checks.hpp"
#include "sqlite/Fence.hpp"
#include "unit/TempFolder.hpp"
#include "unit/sqlite/LiveWriter.hpp"

namespace dunlin::sqlite {
namespace {

using test::ChildProcess;
using test::SharedNumber;
using test::TempFolder;
using Mode = Database::Mode;

Database make(const TempFolder& folder, const std::vector<std::string>& statements) {
  auto database = Database::open(folder.file("app.db"), Mode::create);
  for (const auto& statement : statements) database.exec(statement);
  return database;
}

TEST(Checks, name_orphans_by_their_key) {
  const TempFolder folder;
  auto database =
      make(folder, {"CREATE TABLE parent (a INT, b INT, PRIMARY KEY (a, b)) WITHOUT ROWID",
                    "CREATE TABLE child (id INTEGER PRIMARY KEY, x INT, y INT, z TEXT REFERENCES gone, "
                    "FOREIGN KEY (x, y) REFERENCES parent)",
                    "INSERT INTO parent VALUES (1, 2)",
                    "INSERT INTO child VALUES (10, 1, 2, NULL), (11, 1, 3, NULL), (12, NULL, 9, NULL), "
                    "(13, 4, 4, 'k')"});
  const auto checks = check_contents(database, 1);
  EXPECT_TRUE(checks.damage.empty());
  ASSERT_EQ(checks.orphans.size(), 2U);
  EXPECT_EQ(checks.orphans[0], (Orphans{"child", {"x", "y"}, "parent", 2, {"id=11"}, ""}));
  EXPECT_EQ(checks.orphans[1], (Orphans{"child", {"z"}, "gone", 1, {"id=13"}, ""}));
}

TEST(Checks, say_when_a_key_cannot_be_checked) {
  const TempFolder folder;
  auto database =
      make(folder, {"CREATE TABLE parent (a INT)", "CREATE TABLE child (x INT REFERENCES parent (a))",
                    "INSERT INTO child VALUES (1)"});
  const auto checks = check_contents(database);
  ASSERT_EQ(checks.orphans.size(), 1U);
  EXPECT_NE(checks.orphans[0].problem.find("foreign key mismatch"), std::string::npos);
}

TEST(Checks, tell_broken_constraints_from_broken_pages) {
  const TempFolder folder;
  auto database = make(folder, {"CREATE TABLE t (id INTEGER PRIMARY KEY, n INT CHECK (n > 0))",
                                "PRAGMA ignore_check_constraints = on", "INSERT INTO t VALUES (1, -1)",
                                "PRAGMA ignore_check_constraints = off"});
  const auto checks = check_contents(database);
  EXPECT_TRUE(checks.damage.empty());
  EXPECT_EQ(checks.violations, std::vector<std::string>{"CHECK constraint failed in t"});
}

TEST(Checks, find_damaged_pages) {
  const TempFolder folder;
  test::make_ledger(folder.file("app.db"), "DELETE", 500);
  auto bytes = read_file(folder.file("app.db"));
  for (std::size_t i = 0; i < 4096; ++i) bytes[4096 * 40 + i] = static_cast<char>(i * 7);
  std::ofstream(folder.file("app.db"), std::ios::binary) << bytes;
  auto database = Database::open(folder.file("app.db"), Mode::read_write);
  EXPECT_FALSE(check_contents(database).damage.empty());
}

TEST(SourceState, shows_header_and_locks) {
  const TempFolder folder;
  make(folder, {"PRAGMA page_size = 8192", "PRAGMA user_version = 7", "PRAGMA application_id = 258",
                "PRAGMA journal_mode = WAL", "CREATE TABLE account (id INTEGER PRIMARY KEY)"});
  const auto source = folder.file("app.db");
  auto state = observe_source(source);
  EXPECT_EQ(state.header.page_size, 8192U);
  EXPECT_EQ(state.header.user_version, 7);
  EXPECT_EQ(state.header.application_id, 258U);
  EXPECT_EQ(encoding_name(state.header), "UTF-8");
  EXPECT_TRUE(state.header.wal);
  EXPECT_FALSE(state.in_use);
  EXPECT_FALSE(state.writer);
  SharedNumber ready;
  ChildProcess writer([&]() -> int {
    auto database = Database::open(source, Mode::read_write);
    database.exec("BEGIN IMMEDIATE");
    ready.set(1);
    std::this_thread::sleep_for(std::chrono::minutes(5));
    return 0;
  });
  ready.wait_for(1);
  state = observe_source(source);
  EXPECT_TRUE(state.in_use);
  ASSERT_TRUE(state.writer);
  EXPECT_NE(state.writer->pid, 0);
}

}  // namespace
}  // namespace dunlin::sqlite
