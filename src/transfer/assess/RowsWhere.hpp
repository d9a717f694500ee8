#pragma once

#include <string>

#include "sqlite/Database.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"

namespace dunlin::transfer {

/// The rows of a table for which a condition of SQLite is true: their number, and the keys of the first 20,
/// in a Problem without words. A name that may hide the table's columns has to be qualified.
Problem rows_where(sqlite::Database& database, const TableMapping& table, const std::string& condition);

}  // namespace dunlin::transfer
