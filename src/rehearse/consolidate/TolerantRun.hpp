#pragma once

#include <chrono>
#include <vector>

#include "rehearse/consolidate/Consolidation.hpp"

namespace dunlin::rehearse {

/// Runs files as `psql -f` does without ON_ERROR_STOP, each in a session of its own: a statement that fails
/// is skipped, and one in a transaction block fails the rest of the block. A role that isn't there is made,
/// and the statement tried again.
std::vector<SkippedStatement> run_tolerantly(ScratchServer& server, const ScratchDatabase& database,
                                             const Scripts& scripts,
                                             std::chrono::milliseconds statement_timeout);

}  // namespace dunlin::rehearse
