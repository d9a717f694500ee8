#include "transfer/follow/ComparedTables.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

sqlite::ComparedTable compared_table(const sqlite::Table& table) {
  if (table.without_rowid) return {table.name, sqlite::RowIdentity::key, table.primary_key().size()};
  return {table.name, table.rowid_alias ? sqlite::RowIdentity::rowid : sqlite::RowIdentity::whole_row, 0};
}

}  // namespace

std::vector<sqlite::ComparedTable> compared_tables(const Mapping& mapping, const sqlite::Schema& schema) {
  std::vector<sqlite::ComparedTable> tables;
  for (const TableMapping& mapped : mapping.tables) {
    const sqlite::Table* table = schema.find(mapped.source);
    if (table == nullptr)
      throw refused(fmt::format("the copy of the source has no table {}", printable(mapped.source)),
                    "the plan belongs to another source: begin anew with dunlin transfer prepare");
    tables.push_back(compared_table(*table));
  }
  return tables;
}

}  // namespace dunlin::transfer
