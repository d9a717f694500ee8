#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <random>

#include "sqlite/Database.hpp"
#include "sqlite/ReadSchema.hpp"
#include "sqlite/Snapshot.hpp"
#include "sqlite/capture/ChangeLog.hpp"
#include "sqlite/capture/LoggedRows.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::sqlite {
namespace {

constexpr int k_wait_ms = 60000;

const std::vector<std::string> k_tables = {
    "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT UNIQUE COLLATE NOCASE, b, c REAL, d AS (a "
    "|| b))",
    "CREATE TABLE hidden (a, b INTEGER NOT NULL DEFAULT 7 UNIQUE, rowid TEXT)",
    "CREATE TABLE w (k1 TEXT COLLATE NOCASE, k2, v, u UNIQUE, PRIMARY KEY (k1, k2)) WITHOUT ROWID",
    "CREATE TABLE child (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t (id) ON DELETE CASCADE ON UPDATE "
    "CASCADE)",
    "CREATE TRIGGER own AFTER INSERT ON t BEGIN INSERT INTO child (t) VALUES (new.id); END"};

// %1 and %2 become small random numbers.
const std::vector<std::string> k_work = {
    "INSERT OR REPLACE INTO t (a, b, c) VALUES (CASE %1 % 2 WHEN 0 THEN 'Key' ELSE 'kEY' END || %2, %1, %1)",
    "INSERT OR IGNORE INTO t (id, a, b) VALUES (%1, 'x' || %2, x'00ff')",
    "REPLACE INTO t (id, a, b) VALUES (%1, 'key' || %2, 1.5)",
    "UPDATE OR REPLACE t SET a = 'key' || %1 WHERE id % 20 = %2",
    "UPDATE OR REPLACE t SET id = %1 WHERE id = %2",
    "DELETE FROM t WHERE id % 10 = %1",
    "INSERT INTO t (a, b) VALUES ('KEY' || %1, 2) ON CONFLICT (a) DO UPDATE SET b = %2",
    "INSERT OR REPLACE INTO hidden VALUES (%1, NULL, 'r')",
    "INSERT OR REPLACE INTO hidden VALUES (%1, %2, 'r')",
    "UPDATE OR REPLACE hidden SET b = b + 1 WHERE a < %1",
    "UPDATE hidden SET _rowid_ = _rowid_ + 1000 WHERE b = %1",
    "DELETE FROM hidden WHERE b = %1",
    "REPLACE INTO w VALUES (CASE %1 % 2 WHEN 0 THEN 'Word' ELSE 'wORD' END || %2, %1 % 3, %1, %2)",
    "UPDATE OR REPLACE w SET k1 = upper(k1), u = %1 WHERE k2 = %2 % 3",
    "DELETE FROM w WHERE u = %1",
    "DELETE FROM hidden",
    "BEGIN; REPLACE INTO t (id, a) VALUES (%1, 'y'); ROLLBACK"};

std::vector<std::string> contents(const std::string& file, const Table& table) {
  Database database = Database::open(file, Database::Mode::read_write);
  std::string columns = table.without_rowid ? "''" : quote_name(table.rowid_name);
  for (const auto& column : table.columns)
    columns += fmt::format(" || '|' || quote({})", quote_name(column.name));
  auto query = database.prepare(fmt::format("SELECT {} FROM {}", columns, quote_name(table.name)));
  std::vector<std::string> rows;
  while (query.step()) rows.push_back(query.text(0));
  std::sort(rows.begin(), rows.end());
  return rows;
}

class Captured : public testing::TestWithParam<const char*> {
 protected:
  Captured() : live_(Database::open(source_, Database::Mode::create)) {
    live_.exec(GetParam());
    live_.exec("PRAGMA synchronous = OFF");
    for (const auto& sql : k_tables) live_.exec(sql);
    live_.exec("INSERT INTO t (a, b) VALUES ('key1', 1), ('key2', 2)");
    schema_ = read_schema(live_);
    objects_ = capture_objects(schema_.tables);
  }

  // Several statements, one after another; those that a constraint refuses do nothing.
  void work(const std::string& sql) {
    std::size_t begin = 0;
    while (begin < sql.size()) {
      const auto end = std::min(sql.find(';', begin), sql.size());
      try {
        live_.exec(sql.substr(begin, end - begin));
      } catch (const Error&) {
        ++refused_;
      }
      begin = end + 1;
    }
  }

  std::string with_numbers(std::string sql) {
    for (const char* name : {"%1", "%2"}) {
      for (auto at = sql.find(name); at != std::string::npos; at = sql.find(name))
        sql.replace(at, 2, std::to_string(chance_() % 12));
    }
    return sql;
  }

  std::optional<LoggedRows> round() {
    auto logged = read_logged_rows(source_, base_, rows_, schema_, false, k_wait_ms);
    if (logged) apply_logged_rows(base_, rows_, schema_);
    return logged;
  }

  void expect_same_rows() {
    for (const Table& table : schema_.tables)
      EXPECT_EQ(contents(base_, table), contents(source_, table)) << table.name;
  }

  test::TempFolder folder_;
  const std::string source_ = folder_.file("app.db");
  const std::string base_ = folder_.file("base.db");
  const std::string rows_ = folder_.file("rows.db");
  Database live_;
  Schema schema_;
  std::vector<CaptureObject> objects_;
  std::mt19937 chance_{11};
  int refused_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Files, Captured,
                         testing::Values("PRAGMA journal_mode = WAL", "PRAGMA journal_mode = DELETE",
                                         "PRAGMA encoding = 'UTF-16le'"),
                         [](const auto& file) { return "File" + std::to_string(file.index); });

TEST_P(Captured, ACopyFollowsWhateverIsWritten) {
  install_capture(source_, objects_, k_wait_ms);
  take_snapshot(source_, base_);
  for (int i = 0; i < 120; ++i) {
    live_.exec(fmt::format("PRAGMA foreign_keys = {}", chance_() % 2));
    live_.exec(fmt::format("PRAGMA recursive_triggers = {}", chance_() % 2));
    for (unsigned n = chance_() % 6; n > 0; --n) work(with_numbers(k_work[chance_() % k_work.size()]));
    SCOPED_TRACE(i);
    ASSERT_TRUE(round().has_value());
    expect_same_rows();
    if (HasFailure()) return;
  }
  EXPECT_LT(live_.number("SELECT count(*) FROM dunlin_change"), 60)
      << "what is known is taken out of the log";
}

TEST_P(Captured, VacuumAndAnotherSchemaAskForPages) {
  install_capture(source_, objects_, k_wait_ms);
  take_snapshot(source_, base_);
  work("INSERT INTO t (a) VALUES ('before')");
  EXPECT_TRUE(round().has_value());
  work("VACUUM");
  EXPECT_FALSE(round().has_value());
  take_snapshot(source_, base_);
  work("INSERT INTO t (a) VALUES ('between')");
  EXPECT_TRUE(round().has_value());
  expect_same_rows();
  work("CREATE INDEX i ON t (b)");
  EXPECT_FALSE(round().has_value());
}

TEST_P(Captured, WhatIsDoneTwiceChangesNothing) {
  install_capture(source_, objects_, k_wait_ms);
  take_snapshot(source_, base_);
  work("REPLACE INTO t (id, a) VALUES (5, 'key1')");
  ASSERT_TRUE(round().has_value());
  apply_logged_rows(base_, rows_, schema_);
  expect_same_rows();
  EXPECT_EQ(round()->keys, 0U);
}

TEST_P(Captured, TheSourceIsAsItWasAfterwards) {
  const auto before = read_schema(live_);
  EXPECT_FALSE(has_capture(live_));
  install_capture(source_, objects_, k_wait_ms);
  EXPECT_TRUE(has_capture(live_, objects_));
  install_capture(source_, objects_, k_wait_ms);
  EXPECT_TRUE(remove_capture(source_, k_wait_ms));
  EXPECT_FALSE(remove_capture(source_, k_wait_ms));
  auto after = read_schema(live_);
  EXPECT_EQ(before, after);
}

TEST(Capture, IsNotForEveryFile) {
  const test::TempFolder folder;
  auto database = Database::open(folder.file("app.db"), Database::Mode::create);
  database.exec("CREATE TABLE t (a)");
  EXPECT_EQ(reasons_against_capture(read_schema(database)), std::vector<std::string>{});
  database.exec("CREATE UNIQUE INDEX on_expression ON t (lower(a))");
  database.exec("CREATE TABLE names (rowid, oid, _rowid_)");
  database.exec("CREATE VIRTUAL TABLE words USING fts5 (x)");
  EXPECT_EQ(reasons_against_capture(read_schema(database)).size(), 3U);
}

}  // namespace
}  // namespace dunlin::sqlite
