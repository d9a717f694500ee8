#pragma once

#include <optional>
#include <vector>

#include "checks/Check.hpp"
#include "checks/RunChecks.hpp"
#include "model/TestRun.hpp"
#include "trial/performance/Contest.hpp"
#include "trial/rls/RlsTrial.hpp"

namespace dunlin::cli {

/// The cells, by table; the ways around the policies; with --mutate the policies and whether weaker forms are
/// noticed; with --against what changed.
model::TestRun rls_run(const trial::RlsReport& report, const trial::Expectations& expectations,
                       const std::optional<trial::MatrixDiff>& diff);

/// A test for each check; it fails from the state `least` on.
model::TestRun security_run(const std::vector<checks::CheckResult>& results, checks::State least);

/// A test for each thing that was verified.
model::TestRun verify_run(const std::vector<checks::Check>& all);

/// A test for each query: its promises are kept.
model::TestRun performance_run(const std::vector<trial::Measured>& measured);

}  // namespace dunlin::cli
