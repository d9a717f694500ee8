#include "report/Tally.hpp"

namespace dunlin::report {

Tally tally(const model::Findings& findings) {
  Tally counts;
  for (const auto& finding : findings.findings) {
    switch (finding.severity) {
      case model::Severity::error: ++counts.errors; break;
      case model::Severity::warning: ++counts.warnings; break;
      case model::Severity::note: ++counts.notes; break;
    }
    if (!finding.fix.edits.empty()) ++counts.fixable;
  }
  return counts;
}

}  // namespace dunlin::report
