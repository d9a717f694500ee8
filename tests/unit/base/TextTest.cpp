#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/Text.hpp"

namespace dunlin {
namespace {

TEST(Text, TrimsAndSplits) {
  EXPECT_EQ(trim(" \t\r\n a b \f\v"), "a b");
  EXPECT_EQ(trim(" \n"), "");
  EXPECT_EQ(split_list("a, b,, c ,"), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(split_list("a;b", ';'), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(split_lines("a\r\n\nb\n"), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_TRUE(split_lines("").empty());
  EXPECT_EQ(join({"a", "b"}, ", "), "a, b");
}

TEST(Text, ComparesAscii) {
  EXPECT_EQ(to_lower("AbCÄ"), "abcÄ");
  EXPECT_TRUE(equal_ignoring_case("SELECT", "select"));
  EXPECT_FALSE(equal_ignoring_case("select", "selec"));
}

TEST(Text, FindsBytesThatArentUtf8) {
  EXPECT_EQ(find_invalid_utf8("aé€😀"), std::nullopt);
  EXPECT_EQ(find_invalid_utf8("a\xff"), 1U);
  EXPECT_EQ(find_invalid_utf8("a\xC3"), 1U) << "cut off";
  EXPECT_EQ(find_invalid_utf8("\xC0\x80"), 0U) << "overlong";
  EXPECT_EQ(find_invalid_utf8("\xED\xA0\x80"), 0U) << "a surrogate";
  EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0U) << "above U+10FFFF";
}

TEST(Text, ShowsControlCharacters) {
  EXPECT_EQ(printable("a\x1b[2J\x7f"), "a\\x1b[2J\\x7f");
  EXPECT_EQ(printable("a\n\tb"), "a\\x0a\\x09b");
  EXPECT_EQ(printable("a\n\tb", true), "a\n\tb");
  EXPECT_EQ(printable("é\xC2\x9B\xff"), "é\\xc2\\x9b\\xff");
  EXPECT_EQ(printable("a\u202E\u2066b\u2065"), "a\\xe2\\x80\\xae\\xe2\\x81\\xa6b\u2065");
}

TEST(Text, SuggestsTheNearestWord) {
  const std::vector<std::string> words{"migrate", "rollback", "status"};
  EXPECT_EQ(nearest("migrat", words), "migrate");
  EXPECT_EQ(nearest("rolback", words), "rollback");
  EXPECT_EQ(nearest("xyz", words), std::nullopt);
}

TEST(Text, Counts) {
  EXPECT_EQ(counted(1, "migration"), "1 migration");
  EXPECT_EQ(counted(0, "migration"), "0 migrations");
  EXPECT_EQ(with_thousands(1234567), "1,234,567");
  EXPECT_EQ(with_thousands(-1234), "-1,234");
  EXPECT_EQ(with_thousands(-123), "-123");
  EXPECT_EQ(with_thousands(999), "999");
}

}  // namespace
}  // namespace dunlin
