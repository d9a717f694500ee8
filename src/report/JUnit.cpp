#include "report/JUnit.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "report/FindingsText.hpp"
#include "report/InOrder.hpp"
#include "report/JUnitXml.hpp"
#include "report/Tally.hpp"

namespace dunlin::report {
namespace {

struct Suite {
  JUnitCounts counts;
  std::string cases;
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
  ++suite.counts.tests;
  if (entry.finding == nullptr) {
    ++suite.counts.skipped;
  } else if (entry.finding->severity != model::Severity::note) {
    ++suite.counts.failures;
  }
  const std::string name = entry.finding != nullptr ? entry.finding->rule : "not-analysed";
  suite.cases += junit_case(entry.span->file, fmt::format("{} (line {})", name, entry.span->line),
                            outcome(entry, sources));
}

}  // namespace

std::string write_junit(const model::Findings& findings, const Sources& sources) {
  const auto entries = in_order(findings);
  std::string suites;
  for (std::size_t i = 0; i < entries.size();) {
    const auto& file = entries[i].span->file;
    Suite suite;
    for (; i < entries.size() && entries[i].span->file == file; ++i) add_case(suite, entries[i], sources);
    suites += junit_suite(file, suite.counts, suite.cases);
  }
  if (entries.empty())
    suites = junit_suite("dunlin lint", {.tests = 1}, junit_case("dunlin lint", "no findings", ""));
  const auto counts = tally(findings);
  return junit_document("dunlin lint",
                        {.tests = std::max<std::size_t>(entries.size(), 1),
                         .failures = counts.errors + counts.warnings,
                         .skipped = findings.not_analysed.size()},
                        suites);
}

}  // namespace dunlin::report
