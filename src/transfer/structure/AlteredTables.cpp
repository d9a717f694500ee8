#include "transfer/structure/AlteredTables.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "base/Text.hpp"
#include "transfer/structure/CompareStructure.hpp"

namespace dunlin::transfer {
namespace {

using ColumnTypes = std::map<std::string, std::string>;  // of one table, as format_type() spells them

std::map<std::string, ColumnTypes> read_column_types(postgres::Connection& connection,
                                                     const std::string& schema) {
  const auto rows = connection.exec(
      R"(SELECT c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
         WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)
           AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '')",
      {schema});
  std::map<std::string, ColumnTypes> tables;
  for (int row = 0; row < rows.rows(); ++row)
    tables[rows.string(row, 0)][rows.string(row, 1)] = rows.string(row, 2);
  return tables;
}

// Without the schema that a type is in, and without quotes.
std::string type_alone(std::string type) {
  std::erase(type, '"');
  const auto modifier = std::min(type.find('('), type.size());
  const auto dot = type.rfind('.', modifier);
  return dot == std::string::npos ? type : type.substr(dot + 1);
}

void compare_columns(const TableMapping& table, const ColumnTypes& there, std::vector<std::string>& altered) {
  ColumnTypes left = there;
  for (const auto& column : table.columns) {
    const auto found = left.find(column.target);
    const std::string name = printable(table.target) + "." + printable(column.target);
    if (found == left.end()) {
      altered.push_back(name + " isn't there");
      continue;
    }
    const std::string wanted = type_alone(catalog_type(column.type));
    if (type_alone(found->second) != wanted)
      altered.push_back(fmt::format("{} is {} instead of {}", name, printable(found->second), wanted));
    left.erase(found);
  }
  for (const auto& [name, type] : left)
    if (name != "uuid" && name != "deleted_at")  // what uuid_keys and soft_delete make
      altered.push_back(fmt::format("{}.{} is new", printable(table.target), printable(name)));
}

}  // namespace

std::vector<std::string> altered_tables(postgres::Connection& connection, const Mapping& mapping) {
  const auto tables = read_column_types(connection, mapping.target_schema);
  std::vector<std::string> altered;
  for (const auto& table : mapping.tables) {
    const auto found = tables.find(table.target);
    if (found == tables.end())
      altered.push_back(fmt::format("table {} isn't there", printable(table.target)));
    else
      compare_columns(table, found->second, altered);
  }
  return altered;
}

}  // namespace dunlin::transfer
