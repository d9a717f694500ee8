#pragma once

#include <string>
#include <vector>

#include "model/TransferConfig.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"
#include "transfer/Profile.hpp"

namespace dunlin::transfer {

/// Writes into the mapping what [[transfer.partition]] and [[transfer.distribute]] ask for: partitions with
/// their bounds, by the values that are there, and distribution columns. What can't be done is a refused
/// Problem. `profiles` are those of the mapping's tables.
std::vector<Problem> place_tables(const std::string& snapshot, const model::TransferConfig& config,
                                  const std::vector<TableProfile>& profiles, Mapping& mapping);

}  // namespace dunlin::transfer
