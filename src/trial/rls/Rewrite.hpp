#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "trial/rls/Matrix.hpp"
#include "trial/rls/PolicyForms.hpp"
#include "trial/rls/RunCells.hpp"

namespace dunlin::trial {

/// Another text of a policy, tried and timed.
struct Rewrite {
  Policy policy;
  PolicyForm form;
  bool equal = false;                  ///< every cell of the matrix came out as before
  std::vector<std::string> different;  ///< labels of cells that didn't
  std::string error;                   ///< the server refused the new text, or it couldn't be compared
  std::string timed;                   ///< label of the slowest cell before; "": nothing reads through it
  double before_ms = 0;                ///< execution time of that cell, median of three
  double after_ms = 0;
  friend bool operator==(const Rewrite&, const Rewrite&) = default;

  /// Proven equal, and faster where it was timed: one to take.
  bool worth_it() const { return equal && !timed.empty() && after_ms < before_ms; }
};

/// For each policy of a table with expectations that faster forms are known for (PolicyForms): proves by the
/// matrix and by every open question of its table, in savepoints that are rolled back, that a form lets the
/// same rows through, and times both as the identity. A form that names a role as which no identity comes, or
/// that has members as which none does, isn't tried. Needs an open transaction.
std::vector<Rewrite> try_rewrites(postgres::Connection& connection, const Subject& subject,
                                  const std::vector<CellResult>& baseline,
                                  const std::vector<Policy>& policies);

}  // namespace dunlin::trial
