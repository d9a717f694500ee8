#pragma once

#include <string>
#include <vector>

#include "transfer/Assess.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Profile.hpp"

namespace dunlin::transfer {

/// Looks at every value of the mapping's tables, in one pass on several threads; the mapping's types don't
/// matter. In the order of the mapping's tables and columns.
std::vector<TableProfile> profile_tables(const std::string& snapshot, const Mapping& mapping,
                                         const AssessObserver& observer);

}  // namespace dunlin::transfer
