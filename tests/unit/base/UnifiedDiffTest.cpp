#include <gtest/gtest.h>

#include "base/UnifiedDiff.hpp"

namespace dunlin {
namespace {

std::vector<std::string> numbered(int count) {
  std::vector<std::string> lines;
  for (int i = 1; i <= count; ++i) lines.push_back(std::to_string(i));
  return lines;
}

TEST(UnifiedDiff, NothingForEqualTexts) {
  EXPECT_EQ(unified_diff({}, {}), "");
  EXPECT_EQ(unified_diff(numbered(9), numbered(9)), "");
}

TEST(UnifiedDiff, OneChangeWithItsContext) {
  auto after = numbered(9);
  after[4] = "five";
  EXPECT_EQ(unified_diff(numbered(9), after, 1), "@@ -4,3 +4,3 @@\n 4\n-5\n+five\n 6\n");
}

TEST(UnifiedDiff, FarChangesAreHunksOfTheirOwnAndNearOnesShareOne) {
  auto after = numbered(20);
  after[1] = "two";
  after[17] = "eighteen";
  EXPECT_EQ(unified_diff(numbered(20), after, 2),
            "@@ -1,4 +1,4 @@\n 1\n-2\n+two\n 3\n 4\n@@ -16,5 +16,5 @@\n 16\n 17\n-18\n+eighteen\n 19\n 20\n");
  auto near = numbered(9);
  near[2] = "three";
  near.erase(near.begin() + 6);
  EXPECT_EQ(unified_diff(numbered(9), near, 2),
            "@@ -1,9 +1,8 @@\n 1\n 2\n-3\n+three\n 4\n 5\n 6\n-7\n 8\n 9\n");
}

TEST(UnifiedDiff, AnEmptySide) {
  EXPECT_EQ(unified_diff({}, {"a", "b"}), "@@ -0,0 +1,2 @@\n+a\n+b\n");
  EXPECT_EQ(unified_diff({"a"}, {}), "@@ -1,1 +0,0 @@\n-a\n");
}

TEST(UnifiedDiff, KeepsWhatMoved) {
  EXPECT_EQ(unified_diff({"a", "b", "c"}, {"b", "c", "a"}, 0), "@@ -1,1 +0,0 @@\n-a\n@@ -3,0 +3,1 @@\n+a\n");
}

}  // namespace
}  // namespace dunlin
