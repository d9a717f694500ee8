#include "cli/test/TestRuns.hpp"

#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

using model::TestResult;
using TestState = model::TestResult::State;

std::string key_lines(const char* what, const std::vector<std::string>& keys) {
  return keys.empty() ? "" : fmt::format("{}: {}\n", what, join(keys, ", "));
}

TestResult test_of(const trial::CellResult& cell, const trial::Expectations& expectations) {
  TestResult result{.suite = expectations.tables[cell.cell.table].table, .name = cell.label};
  if (cell.verdict.kind == trial::Verdict::Kind::ok) return result;
  result.state = TestState::failed;
  result.message = fmt::format("{}: {}", trial::to_string(cell.verdict.kind), cell.verdict.message);
  result.details = key_lines("too many", cell.verdict.extra) + key_lines("missing", cell.verdict.missing);
  return result;
}

std::string observation_lines(const checks::CheckResult& result) {
  std::string lines;
  for (const auto& one : result.observations)
    if (one.state != checks::State::skipped)
      lines += fmt::format("{} {}: {}{}\n", checks::to_string(one.state), one.object, one.observed,
                           one.remedy.empty() ? "" : ". To do: " + one.remedy);
  return lines;
}

TestResult test_of(const checks::CheckResult& result, checks::State least) {
  TestResult test{.suite = result.check.topic, .name = result.check.name};
  if (result.state == checks::State::skipped) {
    test.state = TestState::skipped;
    test.message = result.reason;
  } else if (result.state >= least) {
    test.state = TestState::failed;
    test.message = fmt::format(
        "{}: {}", checks::to_string(result.state),
        result.observations.empty() && !result.reason.empty() ? result.reason : result.check.title);
    test.details = observation_lines(result);
  }
  return test;
}

void add_mutations(const trial::Mutations& mutations, model::TestRun& run) {
  for (const auto& mutant : mutations.mutants) {
    TestResult test{.suite = "weaker policies",
                    .name = fmt::format("{}.{} {}: {}", mutant.policy.schema, mutant.policy.table,
                                        mutant.policy.name, mutant.change)};
    if (mutant.survived()) {
      test.state = TestState::failed;
      test.message = "no cell turns red";
      test.details = join(mutant.would_notice, "\n");
    } else if (!mutant.noticed) {
      test.state = TestState::skipped;
      test.message = "makes no difference to these identities and rows";
    }
    run.results.push_back(std::move(test));
  }
  for (const auto& policy : mutations.without_expectations)
    run.results.push_back({.suite = "weaker policies",
                           .name = fmt::format("{}.{} {}", policy.schema, policy.table, policy.name),
                           .state = TestState::failed,
                           .message = "no expectation names the table"});
}

void add_changes(const trial::MatrixDiff& diff, model::TestRun& run) {
  for (const auto& change : diff.changes) {
    TestResult test{.suite = "against the kept matrix", .name = change.label};
    if (change.widened) {
      test.state = TestState::failed;
      test.message = "more access: " + change.message;
      test.details = key_lines("gained", change.gained) + key_lines("lost", change.lost);
    }
    run.results.push_back(std::move(test));
  }
}

}  // namespace

model::TestRun rls_run(const trial::RlsReport& report, const trial::Expectations& expectations,
                       const std::optional<trial::MatrixDiff>& diff) {
  model::TestRun run{.name = "dunlin test rls", .results = {}};
  for (const auto& cell : report.cells) run.results.push_back(test_of(cell, expectations));
  for (const auto& leak : report.leaks) run.results.push_back(test_of(leak, checks::State::critical));
  if (report.mutations) add_mutations(*report.mutations, run);
  if (diff) add_changes(*diff, run);
  return run;
}

model::TestRun security_run(const std::vector<checks::CheckResult>& results, checks::State least) {
  model::TestRun run{.name = "dunlin test security", .results = {}};
  for (const auto& result : results) run.results.push_back(test_of(result, least));
  return run;
}

model::TestRun verify_run(const std::vector<checks::Check>& all) {
  model::TestRun run{.name = "dunlin verify", .results = {}};
  for (const auto& check : all) {
    TestResult test{.suite = check.kind, .name = check.name};
    if (check.state != checks::CheckState::ok) {
      const auto lines = split_lines(check.detail);
      test.state = check.state == checks::CheckState::failed ? TestState::failed : TestState::skipped;
      test.message = lines.empty() ? checks::to_string(check.state) : std::string(lines.front());
      test.details = lines.size() > 1 ? check.detail : "";
    }
    run.results.push_back(std::move(test));
  }
  return run;
}

model::TestRun performance_run(const std::vector<trial::Measured>& measured) {
  model::TestRun run{.name = "dunlin test performance", .results = {}};
  for (const auto& one : measured) {
    TestResult test{.suite = "queries", .name = one.query.name};
    if (!one.broken.empty()) {
      test.state = TestState::failed;
      test.message = one.broken.front();
      test.details = join(one.broken, "\n");
    }
    run.results.push_back(std::move(test));
  }
  return run;
}

}  // namespace dunlin::cli
