#include "report/JUnit.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

#include "report/FindingsText.hpp"
#include "report/Html.hpp"
#include "report/InOrder.hpp"
#include "report/Tally.hpp"

namespace dunlin::report {
namespace {

// As HTML does, and without the two characters that XML 1.0 (2.2) doesn't allow in any spelling.
std::string escape_xml(std::string_view text, bool keep_lines = false) {
  std::string out = escape_html(text, keep_lines);
  for (const std::string_view noncharacter : {"\uFFFE", "\uFFFF"}) {
    for (auto at = out.find(noncharacter); at != std::string::npos; at = out.find(noncharacter, at))
      out.replace(at, noncharacter.size(), "\uFFFD");
  }
  return out;
}

struct Suite {
  std::string cases;
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t skipped = 0;
};

std::string outcome(const Entry& entry, const Sources& sources) {
  if (entry.finding == nullptr)
    return fmt::format("<skipped message=\"not analysed: {}\"/>", escape_xml(entry.not_analysed->reason));
  const auto& finding = *entry.finding;
  const auto details = escape_xml(finding_text(finding, sources), true);
  if (finding.severity == model::Severity::note) return fmt::format("<system-out>{}</system-out>", details);
  return fmt::format("<failure message=\"{}\" type=\"{}\">{}</failure>", escape_xml(finding.message),
                     to_string(finding.severity), details);
}

void add_case(Suite& suite, const Entry& entry, const Sources& sources) {
  ++suite.tests;
  if (entry.finding == nullptr) {
    ++suite.skipped;
  } else if (entry.finding->severity != model::Severity::note) {
    ++suite.failures;
  }
  const std::string name = entry.finding != nullptr ? entry.finding->rule : "not-analysed";
  suite.cases +=
      fmt::format("    <testcase name=\"{} (line {})\" classname=\"{}\">\n      {}\n    </testcase>\n",
                  escape_xml(name), entry.span->line, escape_xml(entry.span->file), outcome(entry, sources));
}

std::string suite_xml(std::string_view name, const Suite& suite) {
  return fmt::format(
      "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n{}  "
      "</testsuite>\n",
      escape_xml(name), suite.tests, suite.failures, suite.skipped, suite.cases);
}

}  // namespace

std::string write_junit(const model::Findings& findings, const Sources& sources) {
  const auto entries = in_order(findings);
  std::string suites;
  for (std::size_t i = 0; i < entries.size();) {
    const auto& file = entries[i].span->file;
    Suite suite;
    for (; i < entries.size() && entries[i].span->file == file; ++i) add_case(suite, entries[i], sources);
    suites += suite_xml(file, suite);
  }
  if (entries.empty())
    suites = suite_xml("dunlin lint",
                       {"    <testcase name=\"no findings\" classname=\"dunlin lint\"/>\n", 1, 0, 0});
  const auto counts = tally(findings);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dunlin lint\" tests=\"{}\" "
      "failures=\"{}\" "
      "errors=\"0\" skipped=\"{}\">\n{}</testsuites>\n",
      std::max<std::size_t>(entries.size(), 1), counts.errors + counts.warnings, findings.not_analysed.size(),
      suites);
}

}  // namespace dunlin::report
