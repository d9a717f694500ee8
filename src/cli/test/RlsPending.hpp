#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/Config.hpp"
#include "report/TestFormat.hpp"
#include "trial/rls/RlsTrial.hpp"

namespace dunlin::cli {

/// The matrix after one migration, and what it changed for whom.
struct PendingStep {
  std::string migration;  ///< "" for the schema that the database has
  std::string untested;   ///< why the matrix can't be asked of this schema yet; "" when it was
  std::optional<trial::RlsReport> report;
  std::optional<trial::MatrixDiff> diff;  ///< against the last schema that could be asked

  bool widened() const { return diff && diff->widened(); }
};

/// Builds the schema of the environment's database on the project's scratch server, runs the pending
/// migrations one after the other, and asks the matrix after each. Nothing happens in the database itself.
std::vector<PendingStep> test_pending(const model::Config& config, const trial::Expectations& expectations,
                                      const trial::RlsOptions& options);

/// Somebody has more access after a migration, or the last schema isn't as expected.
bool pending_failed(const std::vector<PendingStep>& steps);

report::TestReport pending_report(const std::vector<PendingStep>& steps,
                                  const trial::Expectations& expectations);

}  // namespace dunlin::cli
