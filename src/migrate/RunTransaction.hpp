#pragma once

#include <functional>
#include <vector>

#include "migrate/StepRun.hpp"

namespace dunlin::migrate {

/// Steps of one plain segment each, sent together: up to `window` are on their way at once. `on_done` is told
/// about each as its commit is confirmed. Returns how many were done; throws StatementFailure for the first
/// that failed (none after it has run: its ledger row needs the completion of the one before).
std::size_t run_window(std::vector<StepRun>& runs, const std::function<void(StepRun&)>& on_done);

/// One command after the other, for COPY, assertions, rollbacks and poolers. `before_statements` is called
/// inside the transaction when all is written that comes before the first statement.
void run_one_by_one(StepRun& run, std::size_t segment, const std::function<void()>& before_statements = {});

}  // namespace dunlin::migrate
