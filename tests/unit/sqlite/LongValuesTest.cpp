#include <gtest/gtest.h>

#include "sqlite/LongValues.hpp"
#include "sqlite/ReadSchema.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::sqlite {
namespace {

using test::TempFolder;

std::vector<LongValues> find(std::vector<std::string> statements, std::int64_t limit) {
  const TempFolder folder;
  auto database = Database::open(folder.file("app.db"), Database::Mode::create);
  for (const auto& statement : statements) database.exec(statement);
  return find_long_values(database, read_schema(database), limit);
}

TEST(LongValues, are_named_with_their_key_and_their_bytes) {
  const auto found = find({"CREATE TABLE files (id INTEGER PRIMARY KEY, name TEXT, content BLOB)",
                           "INSERT INTO files VALUES (1, 'a', zeroblob(50000)), (7, 'b', zeroblob(50001)), "
                           "(8, replace(hex(zeroblob(25000)), '0', 'x'), NULL), "
                           "(9, replace(hex(zeroblob(12501)), '0', '\xc3\xa4'), zeroblob(60000))"},
                          50000);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0], (LongValues{"files", "name", 1, 50004, {"id=9: 50,004 bytes"}}));
  EXPECT_EQ(found[1],
            (LongValues{"files", "content", 2, 60000, {"id=7: 50,001 bytes", "id=9: 60,000 bytes"}}));
}

TEST(LongValues, are_found_without_a_rowid_and_beyond_the_first_columns) {
  std::string columns;
  for (int i = 0; i < 700; ++i) columns += ", c" + std::to_string(i);
  const auto found = find({"CREATE TABLE w (k TEXT PRIMARY KEY, b) WITHOUT ROWID",
                           "INSERT INTO w VALUES ('x', zeroblob(9000)), (hex(zeroblob(5000)), NULL)",
                           "CREATE TABLE wide (rowid TEXT" + columns + ")",
                           "INSERT INTO wide (rowid, c699) VALUES ('no number', zeroblob(8001))"},
                          8000);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].keys, std::vector<std::string>{"10,000 bytes"});
  EXPECT_EQ(found[1].keys, std::vector<std::string>{"9,000 bytes"});
  EXPECT_EQ(found[2], (LongValues{"wide", "c699", 1, 8001, {"rowid=1: 8,001 bytes"}}));
}

TEST(LongValues, are_not_looked_for_in_a_smaller_file) {
  EXPECT_TRUE(find({"CREATE TABLE t (a)", "INSERT INTO t VALUES (zeroblob(100))"}, 8000000).empty());
}

}  // namespace
}  // namespace dunlin::sqlite
