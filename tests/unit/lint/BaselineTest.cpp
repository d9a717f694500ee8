#include <gtest/gtest.h>
#include <map>

#include "base/Error.hpp"
#include "lint/Baseline.hpp"

namespace dunlin::lint {
namespace {

using model::Finding;
using model::Findings;

report::Sources sources_of(const std::string& text) {
  return [text](const std::string&) -> std::string_view { return text; };
}

Finding finding_at(const std::string& file, const std::string& rule, const std::string& text,
                   const std::string& statement) {
  Finding finding;
  finding.rule = rule;
  finding.span = {file, text.find(statement), statement.size(), 1, 1};
  return finding;
}

const std::string k_text = "DROP TABLE a; DROP TABLE b;";

Findings two_findings(const std::string& text = k_text) {
  Findings findings;
  findings.findings = {finding_at("1.sql", "drop-table", text, "DROP TABLE a"),
                       finding_at("1.sql", "drop-table", text, "DROP TABLE b")};
  return findings;
}

TEST(Baseline, SuppressesWhatItListsAlsoWhenLinesHaveMoved) {
  const auto baseline = make_baseline(two_findings(), sources_of(k_text));
  const std::string later = "-- new first line\nDROP TABLE c;\nDROP   TABLE a;\nDROP TABLE b;";
  Findings findings;
  findings.suppressed = 1;
  findings.findings = {finding_at("1.sql", "drop-table", later, "DROP TABLE c"),
                       finding_at("1.sql", "drop-table", later, "DROP   TABLE a"),
                       finding_at("1.sql", "drop-table", later, "DROP TABLE b")};
  const auto left = apply_baseline(findings, baseline, sources_of(later), {"1.sql"});
  ASSERT_EQ(left.findings.size(), 1U);
  EXPECT_EQ(left.findings[0], findings.findings[0]);
  EXPECT_EQ(left.suppressed, 3U);
}

TEST(Baseline, AcceptsNoMoreOfAKindThanItCounts) {
  Findings one;
  one.findings = {two_findings().findings[0]};
  const auto baseline = make_baseline(one, sources_of(k_text));
  Findings twice;
  twice.findings = {one.findings[0], one.findings[0]};
  const auto left = apply_baseline(twice, baseline, sources_of(k_text), {"1.sql"});
  EXPECT_EQ(left.findings.size(), 1U);
  EXPECT_EQ(left.suppressed, 1U);
  EXPECT_EQ(make_baseline(twice, sources_of(k_text)).entries.at(0).count, 2U);
}

TEST(Baseline, TellsRulesAndFilesApart) {
  const auto baseline = make_baseline(two_findings(), sources_of(k_text));
  auto findings = two_findings();
  findings.findings[0].rule = "other";
  findings.findings[1].span.file = "2.sql";
  EXPECT_EQ(apply_baseline(findings, baseline, sources_of(k_text), {}).findings.size(), 2U);
}

TEST(Baseline, NotesEntriesThatNothingNeedsInTheFilesThatWereLookedAt) {
  auto findings = two_findings();
  findings.findings.push_back(findings.findings[1]);
  findings.findings.push_back(finding_at("2.sql", "drop-table", k_text, "DROP TABLE a"));
  const auto baseline = make_baseline(findings, sources_of(k_text));
  const auto left = apply_baseline({}, baseline, sources_of(k_text), {"1.sql"});
  ASSERT_EQ(left.findings.size(), 2U);
  for (const auto& finding : left.findings) {
    EXPECT_EQ(finding.rule, "stale-baseline");
    EXPECT_EQ(finding.severity, model::Severity::note);
    EXPECT_EQ(finding.span.file, "1.sql");
  }
  const std::map<std::string, int> messages{{left.findings[0].message, 0}, {left.findings[1].message, 0}};
  EXPECT_EQ(messages.count("the baseline accepts a finding of drop-table here that isn't found any more"),
            1U);
  EXPECT_EQ(messages.count("the baseline accepts 2 findings of drop-table here that aren't found any more"),
            1U);
  EXPECT_TRUE(make_baseline(left, sources_of(k_text)).entries.empty());
}

TEST(Baseline, ReadsWhatItWrites) {
  auto findings = two_findings();
  findings.findings[0].span.file = "\"ü\\\n.sql";
  const auto baseline = make_baseline(findings, sources_of(k_text));
  EXPECT_EQ(parse_baseline(write_baseline(baseline)), baseline);
  EXPECT_EQ(parse_baseline(write_baseline({})), Baseline{});
  EXPECT_EQ(write_baseline({}), "{\n  \"format\": 1,\n  \"findings\": []\n}\n");
}

TEST(Baseline, RefusesWhatIsNoBaseline) {
  for (const auto* text :
       {"", "[]", "{}", R"({"format": "1", "findings": []})", R"({"format": 2, "findings": []})",
        R"({"format": 1})", R"({"format": 1, "findings": [1]})",
        R"({"format": 1, "findings": [{"file": "a", "rule": "b"}]})",
        R"({"format": 1, "findings": [{"file": "a", "rule": "b", "fingerprint": "c", "count": 0}]})"})
    EXPECT_THROW(parse_baseline(text), Error) << text;
}

}  // namespace
}  // namespace dunlin::lint
