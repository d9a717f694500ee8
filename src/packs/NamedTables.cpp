#include "packs/NamedTables.hpp"

#include <algorithm>

#include "packs/QualifiedName.hpp"
#include "packs/Values.hpp"

namespace dunlin::packs {
namespace {

// As SQL; none for values of other parameters.
std::vector<std::string> tables_in(const Parameter& parameter, const Values& values) {
  std::vector<std::string> tables;
  const auto given = values.find(parameter.name);
  if (given == values.end()) return tables;
  for (const std::string& value : given->second) {
    if (value.empty()) continue;
    if (element_of(parameter.type) == ParameterType::table)
      tables.push_back(quoted(ParameterType::table, value));
    if (parameter.form != TextForm::any) tables.push_back(table_of_column(value));
  }
  return tables;
}

// There, and without a primary key.
bool is_keyless(postgres::Connection& connection, const std::string& table) {
  return connection
      .exec(
          "SELECT to_regclass($1) IS NOT NULL AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = "
          "to_regclass($1) AND indisprimary)",
          {table})
      .boolean(0, 0);
}

bool is_view(postgres::Connection& connection, const std::string& table) {
  return connection
      .exec("SELECT EXISTS (SELECT FROM pg_class WHERE oid = to_regclass($1) AND relkind IN ('v', 'm'))",
            {table})
      .boolean(0, 0);
}

}  // namespace

std::vector<std::string> tables_without_key(postgres::Connection& connection, const Pack& pack,
                                            const Values& values) {
  std::vector<std::string> found;
  for (const Parameter& parameter : pack.parameters) {
    if (!parameter.primary_key) continue;
    for (const std::string& table : tables_in(parameter, values))
      if (is_keyless(connection, table)) found.push_back(table);
  }
  return found;
}

std::vector<std::string> views_among(postgres::Connection& connection, const Pack& pack,
                                     const Values& values) {
  std::vector<std::string> found;
  for (const Parameter& parameter : pack.parameters)
    for (const std::string& table : tables_in(parameter, values))
      if (is_view(connection, table)) found.push_back(table);
  return found;
}

}  // namespace dunlin::packs
