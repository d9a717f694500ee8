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

/// Reads the statements of each unit, in their order: indexes read their table, all else that changes a table
/// changes it, and a foreign key its parent too. VALIDATE CONSTRAINT reads the parent of a foreign key that a
/// unit before has added (PostgreSQL docs, ALTER TABLE: it locks neither table against the same beside it);
/// of any other constraint it may need the rows of any table.
std::vector<UnitTables> tables_of_units(const std::vector<std::vector<std::string_view>>& units);

}  // namespace dunlin::transfer
