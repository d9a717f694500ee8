#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/Json.hpp"
#include "trial/performance/Contract.hpp"
#include "trial/performance/PlanFacts.hpp"
#include "trial/performance/Samples.hpp"

namespace dunlin::trial {

/// One side of a comparison.
struct Side {
  bool possible = true;  ///< false: the query fails on this side
  std::string error;
  Rounds rounds;  ///< milliseconds of each call
  Estimate p50;
  double p95 = 0;
  std::int64_t rows = 0;
  PlanFacts plan;
  std::string explained;  ///< EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)
};

/// A query before and after, and what isn't kept of what was promised.
struct Measured {
  PerformanceQuery query;
  Side before;
  Side after;
  Estimate change;  ///< of the median, in percent
  std::vector<std::string> broken;
};

/// Asks each query on both databases in turns: before, after, after, before, ...; the same calls from the
/// same number of clients on both. A query that the old schema doesn't know is measured on the new one alone.
/// `progress` is told the name of each query. Throws a usage Error for a role that isn't there.
std::vector<Measured> measure(const std::string& before, const std::string& after,
                              const PerformanceContract& contract,
                              const std::function<void(const std::string&)>& progress);

/// Which promises a measured query breaks, each as a sentence: budgets, rows, facts of the plan, the wanted
/// improvement, and a median that rose by more than the tolerance (the whole interval above it).
std::vector<std::string> broken_promises(const Measured& measured, double tolerance);

}  // namespace dunlin::trial
