#include <gtest/gtest.h>
#include <set>

#include "base/Json.hpp"
#include "report/GitLab.hpp"
#include "unit/report/Sample.hpp"

namespace dunlin::report {
namespace {

TEST(GitLab, WritesTheFieldsOfTheFormat) {
  auto findings = test::sample_findings();
  findings.findings[0].span.file = "m/007_users.sql";
  const auto report = Json::parse(write_gitlab(findings, test::sample_sources()));
  ASSERT_EQ(report.elements()->size(), 3U);
  const auto& first = report.elements()->at(0);
  EXPECT_EQ(*first.find("check_name")->string(), "index-not-concurrent");
  EXPECT_EQ(*first.find("severity")->string(), "critical");
  EXPECT_EQ(first.find("location")->dump(-1), R"({"path":"m/007_users.sql","lines":{"begin":4,"end":4}})");
  EXPECT_EQ(report.elements()->at(1).find("location")->dump(-1),
            R"({"path":"m/007_users.sql","lines":{"begin":2,"end":3}})");
  EXPECT_EQ(*report.elements()->at(2).find("description")->string(), "not analysed: written as a sample");
}

TEST(GitLab, GivesEachEntryItsOwnFingerprintAndAPathWithoutDot) {
  auto findings = test::sample_findings();
  findings.findings = {test::index_finding(), test::index_finding(), test::index_finding()};
  for (auto& finding : findings.findings) finding.span.file = "./m/007_users.sql";
  const auto report = Json::parse(write_gitlab(findings, {}));
  std::set<std::string> hashes;
  for (const auto& entry : *report.elements()) hashes.insert(*entry.find("fingerprint")->string());
  EXPECT_EQ(hashes.size(), 4U);
  EXPECT_EQ(*report.elements()->at(0).find("location")->find("path")->string(), "m/007_users.sql");
}

}  // namespace
}  // namespace dunlin::report
