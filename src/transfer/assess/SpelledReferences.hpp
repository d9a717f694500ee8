#pragma once

#include <string>
#include <vector>

#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"

namespace dunlin::transfer {

/// Rows whose parent is found in SQLite by a collation only: 'ANN' refers to 'Ann', and the columns are
/// compared by their bytes in PostgreSQL. Refused; with the policy "not_valid" the key is noted in the
/// mapping as one that holds for new rows only.
std::vector<Problem> spelled_references(const std::string& snapshot, const sqlite::Schema& schema,
                                        const std::string& orphans, Mapping& mapping);

}  // namespace dunlin::transfer
