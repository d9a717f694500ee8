#include <gtest/gtest.h>

#include "migrate/load/Placeholders.hpp"
#include "unit/migrate/load/Loading.hpp"

namespace dunlin {
namespace {

const std::map<std::string, std::string> k_values{
    {"schema", "app"}, {"flyway:user", "ann"}, {"empty", ""}, {"nested", "${schema}"}};

TEST(Placeholders, AreReplaced) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", ""},
      {"CREATE SCHEMA ${schema};", "CREATE SCHEMA app;"},
      {"${schema}${schema}", "appapp"},
      {"${flyway:user}/${empty}.", "ann/."},
      {"$${schema}", "${schema}"},
      {"${schema}$${schema}", "app${schema}"},
      {"$${unknown}", "${unknown}"},
      {"${nested}", "${schema}"},
      {"$${\"a\": 1}$$", "$${\"a\": 1}$$"},
      {"${} ${1} ${ schema } ${schema", "${} ${1} ${ schema } ${schema"},
      {"$schema $$ BEGIN END $$", "$schema $$ BEGIN END $$"},
  };
  for (const auto& [text, expected] : cases)
    EXPECT_EQ(migrate::expand_placeholders(text, k_values), expected) << text;
}

TEST(Placeholders, StayWithoutValues) {
  EXPECT_EQ(migrate::expand_placeholders("${schema} $${x}", {}), "${schema} $${x}");
}

TEST(Placeholders, NameTheUnknown) {
  const auto error =
      test::usage_error_of([] { migrate::expand_placeholders("SELECT 1;\n-- é ${shema}", k_values); });
  EXPECT_EQ(error.message(), "the placeholder ${shema} has no value");
  EXPECT_EQ(error.hint(), "did you mean ${schema}? Write $${shema} for the characters themselves");
  EXPECT_EQ(error.fact("line"), "2");
  EXPECT_EQ(error.fact("column"), "6");
}

}  // namespace
}  // namespace dunlin
