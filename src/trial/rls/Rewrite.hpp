#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "trial/rls/Matrix.hpp"
#include "trial/rls/RunCells.hpp"

namespace dunlin::trial {

/// Another text of a policy, tried and timed.
struct Rewrite {
  Policy policy;
  std::string sql;                     ///< ALTER POLICY ...
  bool equal = false;                  ///< every cell of the matrix came out as before
  std::vector<std::string> different;  ///< labels of cells that didn't
  std::string error;                   ///< the server refused the new text
  std::string timed;                   ///< label of the slowest cell before; "": nothing reads through it
  double before_ms = 0;                ///< execution time of that cell, median of three
  double after_ms = 0;
  friend bool operator==(const Rewrite&, const Rewrite&) = default;
};

/// For each policy that a faster form is known for: proves by the matrix, in a savepoint that is rolled back,
/// that the form lets the same rows through, and times both as the identity. Needs an open transaction.
std::vector<Rewrite> try_rewrites(postgres::Connection& connection, const Subject& subject,
                                  const std::vector<CellResult>& baseline,
                                  const std::vector<Policy>& policies);

}  // namespace dunlin::trial
