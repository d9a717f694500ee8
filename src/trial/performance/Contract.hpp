#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dunlin::trial {

/// A query with what is promised about it.
struct PerformanceQuery {
  std::string name;
  std::string sql;
  std::vector<std::optional<std::string>> parameters;
  std::string role;    ///< who asks; "": the scratch server's superuser
  std::string claims;  ///< JSON for request.jwt.claims
  std::optional<double> p50_ms;
  std::optional<double> p95_ms;
  std::optional<std::int64_t> rows;
  std::vector<std::string> uses_index;
  std::optional<double> no_seq_scan_over;  ///< rows that a sequential scan may read
  std::optional<double> improvement;       ///< percent by which the median has to sink
  friend bool operator==(const PerformanceQuery&, const PerformanceQuery&) = default;
};

/// So many sessions a side at most: each is a process of the scratch server.
inline constexpr int k_most_sessions = 500;

/// What `dunlin test performance` measures, and how.
struct PerformanceContract {
  std::string generate;  ///< SQL file that makes the rows; current_setting('dunlin.size') says how many
  std::int64_t size = 100'000;
  std::string before;     ///< version up to which the schema is the one before; "": what the target has
  int clients = 1;        ///< that ask at the same time
  int sessions = 10;      ///< that they share
  int rounds = 10;        ///< in which before and after take turns
  int repeat = 20;        ///< measured calls of each query in a round
  int warmup = 10;        ///< calls before, not measured
  double tolerance = 10;  ///< percent by which the median may rise
  std::vector<PerformanceQuery> queries;
  friend bool operator==(const PerformanceContract&, const PerformanceContract&) = default;
};

}  // namespace dunlin::trial
