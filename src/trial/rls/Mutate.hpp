#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "trial/rls/Matrix.hpp"
#include "trial/rls/MutantsOf.hpp"
#include "trial/rls/RunCells.hpp"

namespace dunlin::trial {

/// How much of the policies the expectations guard.
struct Mutations {
  std::vector<Mutant> mutants;
  std::vector<Policy> without_expectations;  ///< of tables that no expectation names
  std::size_t policies = 0;
  std::size_t tested = 0;  ///< policies of which no mutant survived
  double coverage() const {
    return policies == 0 ? 1.0 : static_cast<double>(tested) / static_cast<double>(policies);
  }
  std::size_t survivors() const;
  friend bool operator==(const Mutations&, const Mutations&) = default;
};

/// Makes each change in a savepoint that is rolled back, and tries the cells again: those of the policy's
/// table first. Of a change that no cell notices it asks every question that could be asked with these
/// identities and rows, and says which would have noticed. Needs an open transaction, and leaves it as it
/// was.
Mutations mutate(postgres::Connection& connection, const Subject& subject,
                 const std::vector<CellResult>& baseline, const std::vector<std::vector<std::string>>& oracle,
                 const std::vector<Policy>& policies);

}  // namespace dunlin::trial
