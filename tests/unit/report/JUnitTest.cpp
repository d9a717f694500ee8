#include <gtest/gtest.h>

#include "report/JUnit.hpp"
#include "unit/report/Sample.hpp"

namespace dunlin::report {
namespace {

TEST(JUnit, CountsFailuresAndSkips) {
  auto findings = test::sample_findings();
  findings.findings.push_back(test::index_finding());
  findings.findings.back().severity = model::Severity::note;
  findings.findings.back().span.file = "m/008.sql";
  const auto xml = write_junit(findings, test::sample_sources());
  EXPECT_NE(
      xml.find("<testsuites name=\"dunlin lint\" tests=\"4\" failures=\"2\" errors=\"0\" skipped=\"1\">"),
      std::string::npos);
  EXPECT_NE(
      xml.find("<testsuite name=\"m/007_users.sql\" tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"1\">"),
      std::string::npos);
  EXPECT_NE(xml.find("<testsuite name=\"m/008.sql\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">"),
            std::string::npos);
  EXPECT_NE(xml.find("<testcase name=\"index-not-concurrent (line 4)\" classname=\"m/007_users.sql\">\n"
                     "      <failure message=\"building users_email blocks writes to public.users\" "
                     "type=\"error\">m/007_users.sql:4:2: error"),
            std::string::npos)
      << xml;
}

TEST(JUnit, HasOnePassedTestWhenThereIsNothingToSay) {
  const auto xml = write_junit({}, {});
  EXPECT_NE(xml.find("tests=\"1\" failures=\"0\""), std::string::npos);
  EXPECT_NE(xml.find("<testcase name=\"no findings\""), std::string::npos);
}

TEST(JUnit, EscapesWhatXmlDoesNotAllow) {
  model::Findings findings;
  findings.findings.emplace_back();
  findings.findings.back().message = "<a b=\"'&\"> \x01 \uFFFE ]]>";
  const auto xml = write_junit(findings, {});
  EXPECT_NE(xml.find("message=\"&lt;a b=&quot;&#39;&amp;&quot;&gt; \\x01 \uFFFD ]]&gt;\""), std::string::npos)
      << xml;
}

}  // namespace
}  // namespace dunlin::report
