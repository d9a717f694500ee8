// Which of several servers a row goes to. The numbers are those of Python's hashlib: applications compute
// them too.
#include <gtest/gtest.h>

#include "sqlite/Value.hpp"
#include "transfer/RowEncoder.hpp"
#include "transfer/load/Shards.hpp"

namespace dunlin::transfer {
namespace {

TEST(Shards, AreWhatApplicationsCompute) {
  EXPECT_EQ(shard_of("1", 3), 0);
  EXPECT_EQ(shard_of("1", 7), 5);
  EXPECT_EQ(shard_of("-20", 7), 4);
  EXPECT_EQ(shard_of("t\xC3\xB6k'en", 7), 1);
  EXPECT_EQ(shard_of("", 7), 1);
  EXPECT_EQ(shard_of("9223372036854775807", 7), 4);
}

// A table (first, key) that is spread by its second column.
TableMapping spread_by(Conversion conversion, const std::string& type) {
  ColumnMapping first{.source = "a", .declared = "TEXT", .target = "a", .type = "text"};
  ColumnMapping key{.source = "k", .declared = "", .target = "k", .type = type, .conversion = conversion};
  TableMapping table{.source = "t", .target = "t", .columns = {first, key}};
  table.distribution = Distribution{.column = "k"};
  return table;
}

// The server that takes such a row; -1 when it isn't exactly one.
int place_of(const TableMapping& table, const sqlite::Value& key, int shards) {
  RowEncoder encoder(table);
  std::string image;
  EXPECT_TRUE(encoder.encode(std::vector{sqlite::Value::text("x"), key}, image));
  int found = -1;
  for (int shard = 0; shard < shards; ++shard) {
    Mapping mapping;
    mapping.tables = {table};
    const Mapping part = mapping_of_shard(mapping, shard, shards);
    if (!ShardFilter(part.tables[0]).takes(image)) continue;
    if (found >= 0) return -1;
    found = shard;
  }
  return found;
}

TEST(Shards, TakeARowByTheTextOfItsValue) {
  EXPECT_EQ(place_of(spread_by(Conversion::bigint, "bigint"), sqlite::Value::of(std::int64_t{-20}), 7),
            shard_of("-20", 7));
  EXPECT_EQ(place_of(spread_by(Conversion::smallint, "smallint"), sqlite::Value::of(std::int64_t{-20}), 7),
            shard_of("-20", 7));
  EXPECT_EQ(place_of(spread_by(Conversion::integer, "integer"), sqlite::Value::of(std::int64_t{70000}), 7),
            shard_of("70000", 7));
  EXPECT_EQ(place_of(spread_by(Conversion::text, "text"), sqlite::Value::text("t\xC3\xB6k'en"), 7),
            shard_of("t\xC3\xB6k'en", 7));
  const std::string uuid = "0b5e9cf0-1d2a-4d3c-9c55-0123456789ab";
  EXPECT_EQ(place_of(spread_by(Conversion::uuid_text, "uuid"), sqlite::Value::text(uuid), 7),
            shard_of(uuid, 7));
}

TEST(Shards, ReferenceTablesAndSingleServersTakeAll) {
  auto table = spread_by(Conversion::bigint, "bigint");
  EXPECT_TRUE(ShardFilter(table).takes("whatever"));
  table.distribution = Distribution{};
  Mapping mapping;
  mapping.tables = {table};
  EXPECT_TRUE(ShardFilter(mapping_of_shard(mapping, 2, 3).tables[0]).takes("whatever"));
}

TEST(Shards, OnlySomeTypesHaveATextThatEverybodyKnows) {
  EXPECT_TRUE(can_be_sharded_by({.type = "uuid", .conversion = Conversion::uuid_blob}));
  EXPECT_FALSE(can_be_sharded_by({.type = "double precision", .conversion = Conversion::double_precision}));
  EXPECT_FALSE(can_be_sharded_by({.type = "citext", .conversion = Conversion::text}));
  EXPECT_FALSE(can_be_sharded_by({.type = "timestamptz", .conversion = Conversion::timestamptz_text}));
}

}  // namespace
}  // namespace dunlin::transfer
