#pragma once

#include <cstddef>

#include "model/Finding.hpp"

namespace dunlin::report {

/// How many findings there are of each kind.
struct Tally {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t notes = 0;
  std::size_t fixable = 0;  ///< with edits: dunlin lint --fix makes them
  friend bool operator==(const Tally&, const Tally&) = default;
};

/// Counts findings.
Tally tally(const model::Findings& findings);

}  // namespace dunlin::report
