#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dunlin::transfer {

/// The tables of a unit of the schema's second migration, by their names without schema.
struct UnitTables {
  std::set<std::string> changes;  ///< locked against every other unit of theirs
  std::set<std::string> reads;    ///< locked against changes only: others may do the same beside it
  bool known = true;              ///< false: it may need anything, and has to wait for everything before it
  friend bool operator==(const UnitTables&, const UnitTables&) = default;
};

/// Reads the statements of one unit: indexes read their table, all else that changes a table changes it, and
/// a foreign key its parent too. VALIDATE CONSTRAINT may need the rows of any table.
UnitTables tables_of_unit(const std::vector<std::string_view>& statements);

}  // namespace dunlin::transfer
