#pragma once

#include <string>
#include <vector>

#include "checks/Check.hpp"
#include "model/Catalog.hpp"

namespace dunlin::checks {

/// What files promise, `promised` being the catalog that their replay ends in, compared with what a database
/// has: types, sequences, relations with their columns (ColumnPromises), partitions that are attached, views
/// with the caller's rights, indexes that are valid, constraints that are validated, row security, policies,
/// triggers that fire, functions and who may not call them. What a later statement dropped or changed counts
/// as it was left. What isn't there and may not have been made (model::Origin::condition) is skipped. Pure.
std::vector<Check> check_promises(const model::Catalog& promised, const model::Catalog& actual);

}  // namespace dunlin::checks
