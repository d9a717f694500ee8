#include "transfer/structure/ReadableTables.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace dunlin::transfer {

Mapping readable_part(postgres::Connection& connection, const std::string& schema, const Mapping& mapping) {
  const auto rows = connection.exec(
      R"(SELECT c.relname, a.attname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
         WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)
           AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped)",
      {schema});
  std::set<std::pair<std::string, std::string>> columns;
  std::set<std::string> tables;
  for (int row = 0; row < rows.rows(); ++row) {
    tables.insert(rows.string(row, 0));
    columns.emplace(rows.string(row, 0), rows.string(row, 1));
  }
  Mapping readable = mapping;
  std::erase_if(readable.tables, [&](const TableMapping& table) {
    return !tables.contains(table.target) ||
           std::any_of(table.columns.begin(), table.columns.end(), [&](const ColumnMapping& column) {
             return !columns.contains({table.target, column.target});
           });
  });
  return readable;
}

}  // namespace dunlin::transfer
