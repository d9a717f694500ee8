#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>

#include "sqlite/Database.hpp"
#include "sqlite/pages/Btree.hpp"
#include "sqlite/pages/SnapshotDiff.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::sqlite {
namespace {

namespace fs = std::filesystem;

// The whole row as text that tells values and storage classes apart; longer than any record of the tests.
const std::string k_quoted =
    "quote(a) || '|' || quote(b) || '|' || quote(c) || '|' || typeof(a) || typeof(b) || typeof(c)";

std::map<std::string, std::string> rows_by_key(const std::string& file, const std::string& key,
                                               const std::string& table) {
  Database database = Database::open(file, Database::Mode::read_only);
  Query query = database.prepare(fmt::format("SELECT {}, {} FROM {}", key, k_quoted, table));
  std::map<std::string, std::string> rows;
  while (query.step()) rows[query.text(0)] = query.text(1);
  return rows;
}

// The keys of rows that differ, by looking at all of both files.
struct Expected {
  std::vector<std::string> gone, come;
};

Expected compare_all(const std::string& before, const std::string& after, const std::string& key,
                     const std::string& table) {
  const auto left = rows_by_key(before, key, table);
  const auto right = rows_by_key(after, key, table);
  Expected expected;
  for (const auto& [at, row] : left) {
    const auto now = right.find(at);
    if (now == right.end() || now->second != row) expected.gone.push_back(at);
  }
  for (const auto& [at, row] : right) {
    const auto was = left.find(at);
    if (was == left.end() || was->second != row) expected.come.push_back(at);
  }
  return expected;
}

std::vector<std::string> names_of(const RowPlaces& places) {
  std::vector<std::string> names;
  for (const auto rowid : places.rowids) names.push_back(std::to_string(rowid));
  for (const auto& key : places.keys) {
    std::string name;
    for (const auto& value : key) {
      if (!name.empty()) name += '/';
      name += value.storage == Storage::integer ? std::to_string(value.integer) : value.bytes;
    }
    names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// What is there twice on both sides, as multisets of rows.
void expect_same_multiset(const std::string& file, const std::string& other, const TableDiff& diff,
                          const std::string& table) {
  auto rows = [&](const std::string& path, const RowPlaces& leave_out) {
    Database database = Database::open(path, Database::Mode::read_only);
    Query query = database.prepare(fmt::format("SELECT rowid, {} FROM {}", k_quoted, table));
    std::multiset<std::string> all;
    const std::set<std::int64_t> out(leave_out.rowids.begin(), leave_out.rowids.end());
    while (query.step()) {
      if (out.count(query.integer(0)) == 0) all.insert(query.text(1));
    }
    return all;
  };
  const auto left = rows(file, diff.gone);
  EXPECT_EQ(left, rows(other, diff.come));
  // And no more is named than has to be.
  const auto all_left = rows(file, {});
  const auto all_right = rows(other, {});
  std::multiset<std::string> common;
  std::set_intersection(all_left.begin(), all_left.end(), all_right.begin(), all_right.end(),
                        std::inserter(common, common.end()));
  EXPECT_EQ(left.size(), common.size());
}

const std::vector<ComparedTable> k_tables{
    {"r", RowIdentity::rowid, 0}, {"w", RowIdentity::key, 2}, {"n", RowIdentity::whole_row, 0}};

class Workload {
 public:
  Workload(Database& database, unsigned seed) : database_(database), random_(seed) {}

  void create() {
    run("CREATE TABLE r (id INTEGER PRIMARY KEY, a, b TEXT, c)");
    run("CREATE UNIQUE INDEX r_b ON r (b)");
    run("CREATE TABLE w (k1 TEXT, a, k2 INTEGER, b, c, PRIMARY KEY (k2, k1)) WITHOUT ROWID");
    run("CREATE TABLE n (a, b, c)");
    run("CREATE TABLE other (x)");
    for (int i = 0; i < 400; ++i) one_insert();
  }

  void some(int count) {
    run("BEGIN");
    for (int i = 0; i < count; ++i) one();
    run("COMMIT");
    if (below(6) == 0) run("VACUUM");
  }

 private:
  unsigned below(unsigned limit) { return std::uniform_int_distribution<unsigned>(0, limit - 1)(random_); }
  void run(const std::string& sql) { database_.exec(sql); }

  std::string value() {
    switch (below(9)) {
      case 0: return "NULL";
      case 1: return std::to_string(static_cast<int>(below(300)) - 100);
      case 2: return "9007199254740993";
      case 3: return "1.5e300";
      case 4: return fmt::format("randomblob({})", below(40));
      case 5: return fmt::format("zeroblob({})", below(9000));
      case 6: return fmt::format("hex(randomblob({}))", below(3000));
      case 7: return "''";
      default: return fmt::format("'text {}'", below(50));
    }
  }

  void one_insert() {
    const std::string rest = fmt::format("{}, 'b{}', {}", value(), below(1'000'000), value());
    switch (below(4)) {
      case 0: run(fmt::format("INSERT OR REPLACE INTO r (a, b, c) VALUES ({})", rest)); break;
      case 1: run(fmt::format("INSERT OR REPLACE INTO r VALUES ({}, {})", below(500), rest)); break;
      case 2:
        run(fmt::format("INSERT OR REPLACE INTO w (k1, k2, a, b, c) VALUES ('key{}', {}, {})", below(60),
                        below(30), rest));
        break;
      default: run(fmt::format("INSERT INTO n VALUES ({})", rest)); break;
    }
  }

  void one() {
    const std::string where = fmt::format("WHERE rowid % 97 = {}", below(97));
    switch (below(12)) {
      case 0: run("UPDATE r SET c = " + value() + " " + where); break;
      case 1: run("UPDATE n SET a = " + value() + " " + where); break;
      case 2: run(fmt::format("UPDATE w SET a = {} WHERE k2 = {}", value(), below(30))); break;
      case 3: run("DELETE FROM r " + where); break;
      case 4: run("DELETE FROM n " + where); break;
      case 5: run(fmt::format("DELETE FROM w WHERE k2 = {}", below(30))); break;
      case 6: run(fmt::format("INSERT INTO other VALUES (zeroblob({}))", below(20000))); break;
      case 7: run("DELETE FROM other"); break;
      // The length stays, the last bytes change: only pages of the long value are written.
      case 8:
        run("UPDATE r SET c = zeroblob(length(c) - 4) || x'01020304' " + where + " AND length(c) > 100");
        break;
      default: one_insert(); break;
    }
  }

  Database& database_;
  std::mt19937 random_;
};

void check(const std::string& before, const std::string& after) {
  const SnapshotDiff diff = diff_snapshots(before, after, k_tables);
  ASSERT_EQ(diff.tables.size(), 3U);
  const Expected r = compare_all(before, after, "CAST(id AS TEXT)", "r");
  const Expected w = compare_all(before, after, "k2 || '/' || k1", "w");
  auto sorted = [](std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return names;
  };
  EXPECT_EQ(names_of(diff.tables[0].gone), sorted(r.gone));
  EXPECT_EQ(names_of(diff.tables[0].come), sorted(r.come));
  EXPECT_EQ(names_of(diff.tables[1].gone), sorted(w.gone));
  EXPECT_EQ(names_of(diff.tables[1].come), sorted(w.come));
  expect_same_multiset(before, after, diff.tables[2], "n");
}

struct Shape {
  const char* name;
  const char* pragmas;
};

class RandomWork : public testing::TestWithParam<Shape> {};

// Copies of the file are whole snapshots: nobody writes between two pieces of work, and there is no WAL.
TEST_P(RandomWork, FindsWhatAFullComparisonFinds) {
  const test::TempFolder folder;
  const std::string live = folder.file("live.db");
  Database database = Database::open(live, Database::Mode::create);
  database.exec(GetParam().pragmas);
  database.exec("PRAGMA synchronous = OFF");
  Workload workload(database, 7);
  workload.create();
  fs::copy_file(live, folder.file("before.db"));
  for (int round = 0; round < 25 && !HasFailure(); ++round) {
    workload.some(round % 5 == 0 ? 60 : 4);
    fs::copy_file(live, folder.file("after.db"), fs::copy_options::overwrite_existing);
    SCOPED_TRACE(round);
    check(folder.file("before.db"), folder.file("after.db"));
    fs::rename(folder.file("after.db"), folder.file("before.db"));
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, RandomWork,
                         testing::Values(Shape{"small", "PRAGMA page_size = 512"},
                                         Shape{"usual", "PRAGMA page_size = 4096"},
                                         Shape{"large", "PRAGMA page_size = 65536"},
                                         Shape{"vacuumed", "PRAGMA auto_vacuum = 1"}),
                         [](const auto& shape) { return shape.param.name; });

class TwoFiles : public testing::Test {
 protected:
  TwoFiles() : database_(Database::open(folder_.file("live.db"), Database::Mode::create)) {
    run("PRAGMA synchronous = OFF");
  }
  void run(const std::string& sql) { database_.exec(sql); }
  void remember() { fs::copy_file(folder_.file("live.db"), before_, fs::copy_options::overwrite_existing); }
  SnapshotDiff diff(const std::vector<ComparedTable>& tables) {
    return diff_snapshots(before_, folder_.file("live.db"), tables);
  }

  test::TempFolder folder_;
  const std::string before_ = folder_.file("before.db");
  Database database_;
};

TEST_F(TwoFiles, ALongValueIsWrittenOverInPlace) {
  run("CREATE TABLE t (id INTEGER PRIMARY KEY, a BLOB)");
  run("INSERT INTO t VALUES (1, zeroblob(20000)), (2, zeroblob(20000))");
  remember();
  run("UPDATE t SET a = zeroblob(19990) || x'01010101010101010101' WHERE id = 2");
  const auto result = diff({{"t", RowIdentity::rowid, 0}});
  EXPECT_EQ(result.tables[0].gone.rowids, std::vector<std::int64_t>{2});
  EXPECT_EQ(result.tables[0].come.rowids, std::vector<std::int64_t>{2});
}

TEST_F(TwoFiles, OnlyChangedPagesAreRead) {
  run("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)");
  run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
      "INSERT INTO t SELECT i, hex(randomblob(20)) FROM n");
  remember();
  run("UPDATE t SET a = 'x' WHERE id = 12345");
  const auto result = diff({{"t", RowIdentity::rowid, 0}});
  EXPECT_EQ(result.rows(), 2U);
  EXPECT_EQ(result.pages_with_rows_read, 2U);
}

TEST_F(TwoFiles, VacuumMovesEverythingAndChangesNothing) {
  run("CREATE TABLE t (a, b)");
  run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
      "INSERT INTO t SELECT i % 7, hex(randomblob(9)) FROM n");
  run("DELETE FROM t WHERE rowid % 3 = 0");
  remember();
  run("VACUUM");
  EXPECT_EQ(diff({{"t", RowIdentity::whole_row, 0}}).rows(), 0U);
}

TEST_F(TwoFiles, AnotherPageSizeIsReadAsAWhole) {
  run("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
  run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
      "INSERT INTO t SELECT i, i FROM n");
  remember();
  run("DELETE FROM t WHERE id = 77");
  run("PRAGMA page_size = 8192");
  run("VACUUM");
  const auto result = diff({{"t", RowIdentity::rowid, 0}});
  EXPECT_EQ(result.tables[0].gone.rowids, std::vector<std::int64_t>{77});
  EXPECT_EQ(result.tables[0].come.rowids, std::vector<std::int64_t>{});
}

TEST_F(TwoFiles, AnAlteredTableIsSaid) {
  run("CREATE TABLE t (a)");
  run("CREATE TABLE u (a)");
  remember();
  run("ALTER TABLE t ADD COLUMN b");
  run("DROP TABLE u");
  run("CREATE TABLE v (a)");
  const std::vector<std::string> expected{"table t was altered", "table u isn't there any more",
                                          "table v is new"};
  EXPECT_EQ(diff({}).schema, expected);
}

TEST_F(TwoFiles, ATableThatTookTheOthersPagesHasItsOwnRows) {
  run("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
  run("CREATE TABLE u (id INTEGER PRIMARY KEY, a)");
  run("INSERT INTO t SELECT value, hex(zeroblob(2000)) FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL "
      "SELECT value + 1 FROM n WHERE value < 50) SELECT value FROM n)");
  remember();
  run("INSERT INTO u SELECT * FROM t");
  run("DELETE FROM t");
  const auto result = diff({{"t", RowIdentity::rowid, 0}, {"u", RowIdentity::rowid, 0}});
  EXPECT_EQ(result.tables[0].gone.size(), 50U);
  EXPECT_EQ(result.tables[0].come.size(), 0U);
  EXPECT_EQ(result.tables[1].gone.size(), 0U);
  EXPECT_EQ(result.tables[1].come.size(), 50U);
}

// Bytes are flipped at random: an error that names the file or a result, but nothing worse (ASan watches).
TEST_F(TwoFiles, DamagedFilesAreErrors) {
  Workload workload(database_, 3);
  run("PRAGMA page_size = 1024");
  workload.create();
  remember();
  workload.some(40);
  const std::string after = folder_.file("damaged.db");
  std::mt19937 random(11);
  int errors = 0;
  for (int i = 0; i < 150; ++i) {
    fs::copy_file(folder_.file("live.db"), after, fs::copy_options::overwrite_existing);
    std::fstream file(after, std::ios::in | std::ios::out | std::ios::binary);
    const auto size = static_cast<std::uint64_t>(fs::file_size(after));
    for (int flips = 0; flips < 30; ++flips) {
      // Mostly where pages begin: types, counts, pointers.
      const std::uint64_t page = random() % (size / 1024);
      const std::uint64_t at = random() % 2 == 0 ? random() % 32 : random() % 1024;
      file.seekp(static_cast<std::streamoff>(page * 1024 + at));
      file.put(static_cast<char>(random()));
    }
    file.close();
    try {
      diff_snapshots(before_, after, k_tables);
    } catch (const Error& error) {
      EXPECT_NE(error.message().find("damaged.db"), std::string::npos) << error.message();
      ++errors;
    }
  }
  EXPECT_GT(errors, 50);
}

}  // namespace
}  // namespace dunlin::sqlite
