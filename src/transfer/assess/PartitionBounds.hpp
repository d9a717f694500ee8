#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/TransferConfig.hpp"
#include "sqlite/Database.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// How many partitions a table gets at most: planning a query looks at each of them.
constexpr std::size_t k_most_bounds = 1000;

/// The days (since 2000-01-01) at which intervals begin, from the one that holds `low` up to the first one
/// behind `high`. `interval` is "day", "week" (from Monday on), "month" or "year". Nothing when there are too
/// many.
std::optional<std::vector<std::int64_t>> interval_borders(const std::string& interval, std::int64_t low,
                                                          std::int64_t high);

/// The same for whole numbers and intervals of `width`: multiples of it.
std::optional<std::vector<std::int64_t>> number_borders(std::int64_t width, std::int64_t low,
                                                        std::int64_t high);

/// What the values of a column make of a rule, or why they don't.
struct PartitionBounds {
  std::vector<std::string> bounds;  ///< as Partitioning has them
  std::string problem, hint;        ///< "" when there is none
};

/// Reads all values of the column. For range: borders around them and one interval beyond, or between the
/// rule's `from` and `to`; for list: each value.
PartitionBounds partition_bounds(sqlite::Database& snapshot, const TableMapping& table,
                                 const ColumnMapping& column, const model::PartitionRule& rule);

}  // namespace dunlin::transfer
