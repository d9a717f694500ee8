#pragma once

#include <string>
#include <vector>

#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"

namespace dunlin::transfer {

/// A condition of SQLite's on a table's rows: the entry in this index may be longer than PostgreSQL takes. ""
/// when all its columns are short.
std::string long_entry_condition(const TableMapping& table, const sqlite::Index& index);

/// Tables with more columns than PostgreSQL allows: nothing of such a file is read.
std::vector<Problem> width_problems(const Mapping& mapping);

/// What the server would have against the rows as a whole, found by queries on the private copy: CHECKs that
/// existing rows violate, index entries that are too long.
std::vector<Problem> schema_problems(const std::string& snapshot, const sqlite::Schema& schema,
                                     const Mapping& mapping);

}  // namespace dunlin::transfer
