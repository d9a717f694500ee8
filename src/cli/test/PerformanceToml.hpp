#pragma once

#include <string>

#include "trial/performance/Contract.hpp"

namespace dunlin::cli {

/// Reads the budgets of `dunlin test performance` (docs/testing.md shows every key). `pool_size` is what the
/// environment allows, for when the file doesn't say. Throws a usage Error with file, line and column.
trial::PerformanceContract read_performance_toml(const std::string& text, const std::string& file,
                                                 int pool_size);

}  // namespace dunlin::cli
