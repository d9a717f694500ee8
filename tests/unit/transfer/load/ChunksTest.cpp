#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "transfer/load/Chunks.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::transfer {
namespace {

class ChunksTest : public ::testing::Test {
 protected:
  ChunksTest()
      : database_(
            sqlite::Database::open((folder_.path() / "x.db").string(), sqlite::Database::Mode::create)) {
    database_.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, x)");
    mapping_.tables = {{.source = "t", .target = "t", .columns = {}, .key = {"id"}, .rowid_name = "rowid"}};
  }

  std::vector<PlannedChunk> plan(std::int64_t rows_a_chunk) {
    auto& table = mapping_.tables.front();
    table.rows = database_.number("SELECT count(*) FROM t");
    table.bytes = table.rows * 10;
    return plan_chunks(database_, mapping_, {.rows = rows_a_chunk, .bytes = 1 << 20});
  }

  // Rows of each chunk, as SQLite counts them: each row is in exactly one.
  std::vector<std::int64_t> sizes(const std::vector<PlannedChunk>& chunks) {
    std::vector<std::int64_t> out;
    for (const auto& planned : chunks) {
      auto query = database_.prepare(fmt::format(
          "SELECT count(*) FROM ({})", select_chunk(mapping_.tables[planned.table], planned.chunk)));
      if (planned.chunk.low) {
        query.bind(1, sqlite::Value::of(*planned.chunk.low));
        query.bind(2, sqlite::Value::of(*planned.chunk.high));
      }
      query.step();
      out.push_back(query.integer(0));
    }
    return out;
  }

  test::TempFolder folder_;
  sqlite::Database database_;
  Mapping mapping_;
};

TEST_F(ChunksTest, ASmallTableIsOneChunkAndAnEmptyOneNone) {
  EXPECT_TRUE(plan(100).empty());
  database_.exec("INSERT INTO t VALUES (1, 1), (2, 2)");
  ASSERT_EQ(plan(100).size(), 1U);
  EXPECT_FALSE(plan(100).front().chunk.low.has_value());
}

TEST_F(ChunksTest, DenseRowidsAreCutEvenly) {
  database_.exec(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO t SELECT "
      "i, i FROM n");
  EXPECT_EQ(sizes(plan(250)), (std::vector<std::int64_t>{250, 250, 250, 250}));
  EXPECT_EQ(plan(250), plan(250));
}

TEST_F(ChunksTest, SparseRowidsAreCountedOut) {
  database_.exec("INSERT INTO t VALUES (-9223372036854775808, 0), (9223372036854775807, 0)");
  database_.exec(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 98) INSERT INTO t SELECT i * "
      "1000003, i FROM n");
  EXPECT_EQ(sizes(plan(30)), (std::vector<std::int64_t>{30, 30, 30, 10}));
}

TEST_F(ChunksTest, BothEndsOfTheRowidsAreThere) {
  mapping_.tables.front().rows = 0;
  database_.exec(
      "INSERT INTO t VALUES (-9223372036854775808, 0), (-9223372036854775807, 0), (9223372036854775807, 0)");
  EXPECT_EQ(sizes(plan(1)), (std::vector<std::int64_t>{1, 1, 1}));
}

TEST_F(ChunksTest, WideRowsMakeSmallChunks) {
  database_.exec(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO t SELECT i, "
      "i FROM n");
  mapping_.tables.front().rows = 100;
  mapping_.tables.front().bytes = 100'000'000;
  EXPECT_EQ(plan_chunks(database_, mapping_, {.rows = 1000, .bytes = 10'000'000}).size(), 10U);
}

TEST_F(ChunksTest, WhatIsRecordedIsLeftOut) {
  database_.exec(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO t SELECT "
      "i, i FROM n");
  const auto planned = plan(250);
  const auto left = without_recorded(planned, {planned[2].chunk, planned[0].chunk});
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[0], planned[1]);
  EXPECT_EQ(left[1], planned[3]);
}

TEST_F(ChunksTest, OtherRangesThanTheRecordedOnesAreRefused) {
  database_.exec(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO t SELECT "
      "i, i FROM n");
  const auto recorded = plan(250).front().chunk;
  EXPECT_THROW(without_recorded(plan(400), {recorded}), Error);
}

}  // namespace
}  // namespace dunlin::transfer
