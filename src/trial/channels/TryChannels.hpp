#pragma once

#include <vector>

#include "checks/RunChecks.hpp"
#include "postgres/Connection.hpp"
#include "trial/rls/RunCells.hpp"

namespace dunlin::trial {

/// Tries, for every identity that a table hides rows from, the ways to learn of them although SELECT shows
/// none. A leak is critical; a limit that PostgreSQL has and that can be lived with is a warning with its
/// reason; what couldn't be tried anywhere is skipped, with why. Needs an open transaction and leaves it as
/// it was.
std::vector<checks::CheckResult> try_channels(postgres::Connection& connection, const Subject& subject);

}  // namespace dunlin::trial
