#include "sqlite/Schema.hpp"

#include <algorithm>

#include "sqlite/language/Token.hpp"

namespace dunlin::sqlite {

std::vector<std::string> Table::primary_key() const {
  std::vector<const Column*> members;
  for (const Column& column : columns)
    if (column.key_position > 0) members.push_back(&column);
  std::sort(members.begin(), members.end(),
            [](const Column* a, const Column* b) { return a->key_position < b->key_position; });
  std::vector<std::string> names;
  names.reserve(members.size());
  for (const Column* column : members) names.push_back(column->name);
  return names;
}

const Table* Schema::find(std::string_view name) const {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const Table& table) { return same_name(table.name, name); });
  return found == tables.end() ? nullptr : &*found;
}

}  // namespace dunlin::sqlite
