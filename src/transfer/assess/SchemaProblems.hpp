#pragma once

#include <string>
#include <vector>

#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"

namespace dunlin::transfer {

/// What the server would have against the rows as a whole, found by queries on the private copy: CHECKs that
/// existing rows violate, index entries that are too long, more columns than a table may have.
std::vector<Problem> schema_problems(const std::string& snapshot, const sqlite::Schema& schema,
                                     const Mapping& mapping);

}  // namespace dunlin::transfer
