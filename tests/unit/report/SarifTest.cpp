#include <gtest/gtest.h>

#include "base/Json.hpp"
#include "report/Sarif.hpp"
#include "unit/report/Sample.hpp"

namespace dunlin::report {
namespace {

// The value at a path of member names and array indices.
const Json& at(const Json& json, std::initializer_list<std::string> path) {
  const Json* value = &json;
  for (const auto& step : path) {
    value = value->elements() != nullptr ? &value->elements()->at(std::stoul(step)) : value->find(step);
    if (value == nullptr) throw std::out_of_range(step);
  }
  return *value;
}

Json log_of(const model::Findings& findings) {
  const SarifTool tool{"1.2.3", {{"index-not-concurrent", "summary", "why", "help"}, {"other", "", "", ""}}};
  return Json::parse(write_sarif(findings, test::sample_sources(), tool));
}

TEST(Sarif, SaysWhereAndWhichRule) {
  const auto log = log_of(test::sample_findings());
  const auto& run = at(log, {"runs", "0"});
  EXPECT_EQ(*at(log, {"version"}).string(), "2.1.0");
  EXPECT_EQ(*at(run, {"columnKind"}).string(), "unicodeCodePoints");
  EXPECT_EQ(*at(run, {"tool", "driver", "version"}).string(), "1.2.3");
  const auto& result = at(run, {"results", "1"});
  EXPECT_EQ(*at(result, {"ruleId"}).string(), "add-not-null-no-default");
  EXPECT_EQ(*at(result, {"level"}).string(), "warning");
  EXPECT_EQ(at(result, {"locations", "0", "physicalLocation", "region"}).dump(-1),
            R"({"startLine":2,"startColumn":1,"endLine":3,"endColumn":30})");
  EXPECT_EQ(*at(result, {"locations", "0", "physicalLocation", "artifactLocation", "uri"}).string(),
            "m/007_users.sql");
  // A rule that the tool didn't name is added behind those that it did.
  EXPECT_EQ(at(result, {"ruleIndex"}).dump(), "2");
  EXPECT_EQ(*at(run, {"tool", "driver", "rules", "2", "id"}).string(), "add-not-null-no-default");
  EXPECT_EQ(*at(run, {"tool", "driver", "rules", "0", "help", "markdown"}).string(), "help");
}

TEST(Sarif, OffersEditsAsReplacements) {
  const auto log = log_of(test::sample_findings());
  const auto& change = at(log, {"runs", "0", "results", "0", "fixes", "0", "artifactChanges", "0"});
  EXPECT_EQ(at(change, {"replacements"}).dump(-1),
            R"([{"deletedRegion":{"startLine":4,"startColumn":14,"endLine":4,"endColumn":14},)"
            R"("insertedContent":{"text":" CONCURRENTLY"}}])");
  EXPECT_EQ(at(log, {"runs", "0", "results", "1"}).find("fixes"), nullptr);
}

TEST(Sarif, ReportsWhatWasNotAnalysed) {
  const auto log = log_of(test::sample_findings());
  const auto& notification = at(log, {"runs", "0", "invocations", "0", "toolExecutionNotifications", "0"});
  EXPECT_EQ(*at(notification, {"message", "text"}).string(), "not analysed: written as a sample");
  EXPECT_EQ(at(notification, {"locations", "0", "physicalLocation", "region", "startLine"}).dump(), "1");
}

TEST(Sarif, TellsEqualFindingsApart) {
  auto findings = test::sample_findings();
  findings.findings = {test::index_finding(), test::index_finding()};
  const auto log = log_of(findings);
  const auto hash = [&](const char* i) {
    return *at(log, {"runs", "0", "results", i, "partialFingerprints", "primaryLocationLineHash"}).string();
  };
  EXPECT_TRUE(hash("0").ends_with(":1"));
  EXPECT_TRUE(hash("1").ends_with(":2"));
  EXPECT_EQ(hash("0").substr(0, 32), hash("1").substr(0, 32));
}

TEST(Sarif, SpellsPathsAsUris) {
  model::Findings findings;
  findings.findings = {test::index_finding(), test::index_finding()};
  findings.findings[0].span.file = "./a b/ü%.sql";
  findings.findings[1].span.file = "/srv/x.sql";
  const auto log = log_of(findings);
  const auto location = [&](const char* i) {
    return at(log, {"runs", "0", "results", i, "locations", "0", "physicalLocation", "artifactLocation"});
  };
  EXPECT_EQ(location("0").dump(-1), R"({"uri":"a%20b/%C3%BC%25.sql","uriBaseId":"%SRCROOT%"})");
  EXPECT_EQ(location("1").dump(-1), R"({"uri":"file:///srv/x.sql"})");
}

}  // namespace
}  // namespace dunlin::report
