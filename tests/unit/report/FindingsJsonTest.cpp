#include <gtest/gtest.h>

#include "report/FindingsJson.hpp"
#include "unit/report/Sample.hpp"

namespace dunlin::report {
namespace {

const Json& member(const Json& json, std::string_view name) {
  const auto* found = json.find(name);
  if (found == nullptr) throw std::out_of_range(std::string(name));
  return *found;
}

TEST(FindingsJson, HasTheFieldsOfTheContract) {
  const auto json = Json::parse(write_findings_json(test::sample_findings(), test::sample_sources()));
  const auto& first = member(json, "findings").elements()->at(0);
  EXPECT_EQ(*member(first, "rule").string(), "index-not-concurrent");
  EXPECT_EQ(*member(first, "severity").string(), "error");
  EXPECT_EQ(*member(first, "file").string(), "m/007_users.sql");
  EXPECT_EQ(member(first, "line").dump(), "4");
  EXPECT_EQ(member(first, "column").dump(), "2");
  EXPECT_EQ(member(first, "end_line").dump(), "4");
  EXPECT_EQ(member(first, "end_column").dump(), "43");
  EXPECT_EQ(*member(first, "object").string(), "public.users");
  EXPECT_EQ(*member(first, "lock").string(), "ShareLock");
  EXPECT_EQ(*member(first, "cost").string(), "index_build");
  EXPECT_EQ(*member(first, "evidence").string(), "static");
  EXPECT_TRUE(member(member(first, "fix"), "automatic").is_true());
  EXPECT_EQ(member(first, "fingerprint").string()->size(), 32U);
  const auto& second = member(json, "findings").elements()->at(1);
  EXPECT_EQ(member(second, "end_line").dump(), "3");
  EXPECT_EQ(member(second, "end_column").dump(), "30");  // characters, not bytes
  EXPECT_EQ(member(member(second, "fix"), "automatic").dump(), "false");
  EXPECT_EQ(member(json, "not_analysed").dump(-1),
            R"([{"file":"m/007_users.sql","line":1,"column":1,"reason":"written as a sample"}])");
  EXPECT_EQ(member(json, "summary").dump(-1),
            R"({"files":1,"statements":3,"errors":1,"warnings":1,"notes":0,"suppressed":4,)"
            R"("not_analysed":1,"fixable":1})");
}

TEST(FindingsJson, SaysNullForWhatAFindingIsNotAbout) {
  model::Findings findings;
  findings.findings.emplace_back();
  const auto json = findings_json(findings, {});
  const auto& finding = member(json, "findings").elements()->at(0);
  for (const auto* name : {"object", "lock", "cost"}) EXPECT_TRUE(member(finding, name).is_null()) << name;
}

}  // namespace
}  // namespace dunlin::report
