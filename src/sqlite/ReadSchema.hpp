#pragma once

#include "sqlite/Database.hpp"
#include "sqlite/Schema.hpp"

namespace dunlin::sqlite {

/// Reads the schema: what the pragmas know, and from the stored texts what they don't (checks, names of
/// constraints, generated expressions, AUTOINCREMENT, deferrable keys). Throws a failed Error for a file that
/// can't be read.
Schema read_schema(Database& database);

}  // namespace dunlin::sqlite
