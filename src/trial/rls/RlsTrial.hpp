#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checks/RunChecks.hpp"
#include "postgres/Connection.hpp"
#include "trial/rls/Matrix.hpp"
#include "trial/rls/Mutate.hpp"
#include "trial/rls/Rewrite.hpp"

namespace dunlin::trial {

struct RlsOptions {
  bool mutate = false;
  bool rewrite = false;
  /// Loads rows to test with; all of it is rolled back. Nothing: the rows that are there.
  std::function<void(postgres::Connection&)> load_fixtures;
};

/// What a test of row-level security found.
struct RlsReport {
  std::vector<CellResult> cells;
  std::vector<Policy> policies;
  std::vector<checks::CheckResult> leaks;  ///< ways around the policies and channels, without those accepted
  std::vector<std::string> accepted;       ///< "definer-callable public.search(text)"
  std::vector<std::string> without_rows;   ///< tables under test that have none: their cells prove nothing
  std::vector<std::string> unexpected;     ///< tables with policies that no expectation names
  std::optional<Mutations> mutations;
  std::vector<Rewrite> rewrites;

  std::size_t red_cells() const;
  std::size_t critical_leaks() const;
  /// A cell that isn't as expected, a critical way around, or a policy that nothing would miss.
  bool failed() const;
};

/// Asks who reaches what, in one transaction that is rolled back. Throws a usage Error for expectations that
/// don't fit the database, a refused Error when the test couldn't prove anything (see require_testable_roles,
/// read_tables); nothing was run then.
RlsReport run_rls(postgres::Connection& connection, const Expectations& expectations,
                  const RlsOptions& options);

/// Takes accepted observations ("check object") out of check results; says which were met.
std::vector<std::string> take_accepted(std::vector<checks::CheckResult>& results,
                                       const std::vector<std::string>& accepted);

}  // namespace dunlin::trial
