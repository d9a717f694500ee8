#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// A table in schema dunlin_kept: what a rollback would have destroyed.
struct KeptTable {
  std::string name;
  std::string origin;  ///< schema.table, or schema.table(columns)
  std::string what;    ///< "table" or "columns"
  std::int64_t rows = 0;
  std::string version;  ///< of the migration that was rolled back
  std::string kept_at;  ///< ISO 8601, UTC
};

/// What is kept and not purged, oldest first.
std::vector<KeptTable> list_kept(postgres::Connection& connection);

/// Drops a kept table for good and notes that in its manifest row. Throws a usage Error when there is none of
/// that name.
void purge_kept(postgres::Connection& connection, const std::string& name);

}  // namespace dunlin::migrate
