#pragma once

#include <string>
#include <vector>

#include "lint/audit/AuditReport.hpp"
#include "rehearse/SchemaDump.hpp"
#include "rehearse/consolidate/CleanFile.hpp"

namespace dunlin::rehearse {

/// What the clean set is made of.
struct Placing {
  std::vector<DumpEntry> entries;  ///< of a schema, in pg_dump's order
  std::string owner;               ///< whose ownership is not worth saying: the scratch server's superuser
  std::vector<std::string> roles;  ///< the files' own statements about roles, which no dump has
  std::vector<std::string> rows;   ///< INSERT and setval() statements of a dump of the rows
  std::vector<std::string> refreshes;               ///< REFRESH MATERIALIZED VIEW of populated ones
  std::vector<lint::audit::WrittenObject> written;  ///< for the comments and places of the author
};

/// Puts each object once into files that run one after the other on an empty database: functions first, then
/// tables in the order of their foreign keys, rows, views and functions that need tables, triggers, row level
/// security, privileges and comments. Files without content are left out. Pure. On a large stack.
std::vector<CleanFile> place(const Placing& placing);

}  // namespace dunlin::rehearse
