#include <gtest/gtest.h>

#include "report/FindingsFormat.hpp"
#include "unit/report/Sample.hpp"

namespace dunlin::report {
namespace {

TEST(FindingsFormat, FindsEachFormatByItsName) {
  const std::vector<std::pair<std::string, std::string>> beginnings{{"text", "m/007_users.sql:1:1: "},
                                                                    {"json", "{\n  \"findings\": ["},
                                                                    {"sarif", "{\n  \"$schema\""},
                                                                    {"github", "::notice file="},
                                                                    {"gitlab", "[\n  {"},
                                                                    {"junit", "<?xml version"}};
  EXPECT_EQ(findings_formats().size(), beginnings.size());
  for (const auto& [name, beginning] : beginnings) {
    const auto* format = find_findings_format(name);
    ASSERT_NE(format, nullptr) << name;
    EXPECT_TRUE(format->write(test::sample_findings(), test::sample_sources(), {}).starts_with(beginning))
        << name;
  }
  EXPECT_EQ(find_findings_format("xml"), nullptr);
}

// Whatever is in a file, each format gives text that its readers can take.
TEST(FindingsFormat, StandsSpansThatDontFitTheText) {
  const std::string hostile = "\xff\xfe\r\n\t'\x01<]]>\n%%::error::\xE2\x82";
  for (std::size_t offset : {std::size_t{0}, std::size_t{3}, hostile.size(), std::size_t{1000}}) {
    for (std::size_t length : {std::size_t{0}, std::size_t{1}, std::size_t{1000}, SIZE_MAX}) {
      auto findings = test::sample_findings();
      findings.findings[0].span = {hostile, offset, length, 1, 1};
      findings.findings[0].fix.edits = {{offset, length, hostile}};
      findings.not_analysed[0] = {{hostile, offset, length, 0, 0}, hostile};
      for (const auto& format : findings_formats())
        EXPECT_NE(format.write(findings, [&](const std::string&) { return std::string_view(hostile); }, {}),
                  "");
    }
  }
}

}  // namespace
}  // namespace dunlin::report
