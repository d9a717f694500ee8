#include "report/TestJUnit.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "report/JUnitXml.hpp"

namespace dunlin::report {
namespace {

using model::TestResult;
using State = model::TestResult::State;

std::string outcome_xml(const TestResult& result) {
  if (result.state == State::passed) return "";
  if (result.state == State::skipped)
    return fmt::format("<skipped message=\"{}\"/>", escape_xml(result.message));
  return fmt::format("<failure message=\"{}\" type=\"failed\">{}</failure>", escape_xml(result.message),
                     escape_xml(result.details.empty() ? result.message : result.details, true));
}

void count_in(JUnitCounts& counts, const TestResult& result) {
  ++counts.tests;
  if (result.state == State::failed) ++counts.failures;
  if (result.state == State::skipped) ++counts.skipped;
}

std::vector<std::string> suites_of(const model::TestRun& run) {
  std::vector<std::string> names;
  for (const TestResult& result : run.results)
    if (std::find(names.begin(), names.end(), result.suite) == names.end()) names.push_back(result.suite);
  return names;
}

}  // namespace

std::string write_test_junit(const model::TestRun& run) {
  JUnitCounts all;
  std::string suites;
  for (const std::string& name : suites_of(run)) {
    JUnitCounts counts;
    std::string cases;
    for (const TestResult& result : run.results) {
      if (result.suite != name) continue;
      count_in(counts, result);
      count_in(all, result);
      cases += junit_case(name, result.name, outcome_xml(result));
    }
    suites += junit_suite(name, counts, cases);
  }
  return junit_document(run.name, all, suites);
}

}  // namespace dunlin::report
