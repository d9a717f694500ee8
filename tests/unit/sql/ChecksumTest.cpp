#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "sql/Split.hpp"

namespace dunlin::sql {
namespace {

TEST(Checksum, IgnoresWhiteSpaceCommentsAndCase) {
  const std::vector<std::pair<std::string, std::string>> same{
      {"SELECT 1", "select\n\t1 -- one"},
      {"SELECT a=-1", "SELECT a = - 1"},
      {"SELECT f(a)", "/* x */ SELECT f ( a ) "},
      {"\xEF\xBB\xBFSELECT 1;\r\n", "SELECT 1;"},
  };
  for (const auto& [a, b] : same) EXPECT_EQ(token_checksum(a), token_checksum(b)) << a;
}

TEST(Checksum, SeesEverythingElse) {
  const std::vector<std::pair<std::string, std::string>> different{
      {"SELECT 'a'", "SELECT 'A'"},
      {"SELECT 'a b'", "SELECT 'a  b'"},
      {"SELECT \"a\"", "SELECT a"},
      {"SELECT ab", "SELECT a b"},
      {"SELECT $$ a$$", "SELECT $$a$$"},
      {"SELECT 1;SELECT 2", "SELECT 1 SELECT 2"},
      {"COPY t FROM STDIN;\n1 2\n\\.\nSELECT 1", "COPY t FROM STDIN;\n1  2\n\\.\nSELECT 1"},
      {"COPY t FROM STDIN;\n-- a\n\\.\nSELECT 1", "COPY t FROM STDIN;\n-- b\n\\.\nSELECT 1"},
      {"-- dunlin:assert SELECT 1\nSELECT 1", "-- dunlin:assert SELECT 2\nSELECT 1"},
  };
  for (const auto& [a, b] : different) {
    EXPECT_NE(token_checksum(a), token_checksum(b)) << a;
  }
}

TEST(Checksum, ReadsSqlBehindCopyData) {
  EXPECT_EQ(token_checksum("COPY t FROM STDIN;\n'\n\\.\nSELECT   1"),
            token_checksum("copy t from stdin;\n'\n\\.\r\nselect 1"));
}

TEST(OneLine, SqueezesAndCuts) {
  EXPECT_EQ(one_line("SELECT\n  a, -- first\n  'b\n  c'", 80), "SELECT a, 'b c'");
  EXPECT_EQ(one_line("SELECT f(a)::int", 80), "SELECT f(a)::int");
  EXPECT_EQ(one_line("a/**/b", 80), "a b");
  EXPECT_EQ(one_line("SELECT 1234567890", 10), "SELECT ...");
  EXPECT_EQ(one_line("ééééé ééééé", 8), "ééééé...");
  EXPECT_EQ(one_line("SELECT 1", 8), "SELECT 1");
  EXPECT_EQ(one_line("abc", 2), "..");
  EXPECT_EQ(one_line("", 5), "");
  EXPECT_EQ(one_line("SELECT '\x1b[31m'", 80), "SELECT '\\x1b[31m'");
  EXPECT_EQ(one_line(std::string(1 << 20, 'a'), 5), "aa...");
}

}  // namespace
}  // namespace dunlin::sql
