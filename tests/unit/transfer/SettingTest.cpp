#include <gtest/gtest.h>

#include "transfer/cutover/Setting.hpp"

namespace dunlin::transfer {
namespace {

std::string changed(const std::string& text, const std::string& key, const std::string& value) {
  const auto setting = find_setting(text, key);
  return setting ? with_setting(text, *setting, value) : "none";
}

TEST(Setting, KeepsEverythingElse) {
  EXPECT_EQ(changed("A=1\nURL=file:app.db\n# URL=x\nB=2\n", "URL", "postgresql://h/d"),
            "A=1\nURL=postgresql://h/d\n# URL=x\nB=2\n");
  EXPECT_EQ(changed("export URL='a b' # why\n", "URL", "c"), "export URL='c' # why\n");
  EXPECT_EQ(changed("URL=a # why\r\nC=1", "URL", "c"), "URL=c # why\r\nC=1");
  EXPECT_EQ(changed("[db]\nurl = \"sqlite:x\"\n", "url", "p"), "[db]\nurl = \"p\"\n");
}

TEST(Setting, TheLastOneCounts) {
  EXPECT_EQ(find_setting("URL=a\nURL=b\n", "URL")->value, "b");
  EXPECT_EQ(changed("URL=a\nURL=b\n", "URL", "c"), "URL=a\nURL=c\n");
}

TEST(Setting, SectionsOfToml) {
  const std::string text = "[cache] # first\nurl = \"redis:x\"\n[ database ]\nurl = \"sqlite:x\"\n";
  EXPECT_EQ(find_settings(text, "url").size(), 2U);
  EXPECT_EQ(changed(text, "cache.url", "p"),
            "[cache] # first\nurl = \"p\"\n[ database ]\nurl = \"sqlite:x\"\n");
  EXPECT_EQ(find_setting(text, "database.url")->value, "sqlite:x");
  EXPECT_FALSE(find_setting(text, "data.url"));
  EXPECT_FALSE(find_setting(text, "cache.ur"));
}

TEST(Setting, QuotesWithinAndWithoutEnd) {
  EXPECT_EQ(changed("URL=\"a \\\" b\" # c\n", "URL", "x"), "URL=\"x\" # c\n");
  EXPECT_EQ(changed("URL='a\\' # c\n", "URL", "x"), "URL='x' # c\n");
  EXPECT_TRUE(find_setting("URL=\"a\nb\"\n", "URL")->goes_on);
  EXPECT_FALSE(find_setting("URL=\"a\"\n", "URL")->goes_on);
}

TEST(Setting, OtherNamesAreNotIt) {
  EXPECT_FALSE(find_setting("URL_2=a\nMY_URL=b\n#URL=c\n", "URL"));
}

TEST(Setting, EmptyAndBlankValues) {
  EXPECT_EQ(changed("URL=\nA=1\n", "URL", "x"), "URL=x\nA=1\n");
  EXPECT_EQ(changed("URL=\"\"\n", "URL", "x"), "URL=\"x\"\n");
  EXPECT_EQ(changed("URL=a\n", "URL", "host=h dbname=d"), "URL=\"host=h dbname=d\"\n");
}

}  // namespace
}  // namespace dunlin::transfer
