#include "transfer/follow/FollowedTable.hpp"

#include <algorithm>

#include "base/Identifier.hpp"
#include "base/Text.hpp"

namespace dunlin::transfer {

std::string FollowedTable::column_list() const {
  return join(columns, ", ");
}

FollowedTable followed_table(const Mapping& mapping, const TableMapping& table) {
  FollowedTable target{&table, quote_identifier(mapping.target_schema, table.target), {}, {}};
  for (const ColumnMapping& column : table.columns) target.columns.push_back(quote_identifier(column.target));
  for (const std::string& key : table.key) {
    const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                     [&](const ColumnMapping& c) { return c.source == key; });
    if (column == table.columns.end()) return {&table, target.name, target.columns, {}};
    target.key.push_back(quote_identifier(column->target));
  }
  return target;
}

std::vector<std::string> target_names(const Mapping& mapping) {
  std::vector<std::string> names;
  for (const auto& table : mapping.tables) names.push_back(followed_table(mapping, table).name);
  return names;
}

}  // namespace dunlin::transfer
