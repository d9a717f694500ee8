#pragma once

#include <string>
#include <vector>

#include "base/Json.hpp"

namespace dunlin::trial {

/// What a plan did, as EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) tells.
struct PlanFacts {
  struct Scan {
    std::string table;
    double rows = 0;  ///< read, with those that a filter took out, over all loops
    friend bool operator==(const Scan&, const Scan&) = default;
  };
  std::string root;                  ///< "Limit", "Aggregate"
  std::vector<std::string> indexes;  ///< that were used, each once
  std::vector<Scan> seq_scans;
  double rows = 0;     ///< that came out
  double buffers = 0;  ///< shared blocks, hit or read
  friend bool operator==(const PlanFacts&, const PlanFacts&) = default;
};

/// Throws a failed Error for JSON that isn't a plan.
PlanFacts facts_of_plan(const Json& explained);

/// "Index Scan using idx on t" and the like: what a person wants to see first.
std::string describe(const PlanFacts& facts);

}  // namespace dunlin::trial
