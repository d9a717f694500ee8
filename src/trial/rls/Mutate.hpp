#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "trial/rls/Matrix.hpp"
#include "trial/rls/RunCells.hpp"

namespace dunlin::trial {

/// A policy made weaker or taken away, to see whether the expectations notice.
struct Mutant {
  Policy policy;
  std::string change;  ///< "dropped", "USING (true)", "WITH CHECK (true)"
  std::string sql;     ///< what was run
  bool noticed = false;
  std::string noticed_by;  ///< label of the first cell that turned red
  friend bool operator==(const Mutant&, const Mutant&) = default;
};

/// How much of the policies the expectations guard.
struct Mutations {
  std::vector<Mutant> mutants;
  std::vector<Policy> without_expectations;  ///< of tables that no expectation names
  std::size_t policies = 0;
  std::size_t tested = 0;  ///< policies of which every mutant was noticed
  double coverage() const {
    return policies == 0 ? 1.0 : static_cast<double>(tested) / static_cast<double>(policies);
  }
  friend bool operator==(const Mutations&, const Mutations&) = default;
};

/// The changes to try on a policy: dropped, and each of its conditions made true, unless it is already.
std::vector<Mutant> mutants_of(const Policy& policy);

/// Makes each change in a savepoint that is rolled back, and tries the cells again: those of the policy's
/// table first. Needs an open transaction, and leaves it as it was.
Mutations mutate(postgres::Connection& connection, const Subject& subject,
                 const std::vector<CellResult>& baseline, const std::vector<std::vector<std::string>>& oracle,
                 const std::vector<Policy>& policies);

}  // namespace dunlin::trial
