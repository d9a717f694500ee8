#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::truth {

/// What ALTER COLUMN TYPE does to a column without USING, for each ordered pair of types.
struct TypeMatrix {
  std::string kept;   ///< types.tsv: the pairs that keep the table's file
  std::string casts;  ///< casts.tsv: by type without modifiers, into which types it can be changed at all
};

/// Tries all pairs of `types` (as format_type() spells them) on tables without and with an index on the
/// column, with TimeZone UTC and another.
TypeMatrix measure_types(postgres::Connection& connection, const std::vector<std::string>& types);

}  // namespace dunlin::truth
