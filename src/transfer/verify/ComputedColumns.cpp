#include "transfer/verify/ComputedColumns.hpp"

#include <algorithm>
#include <iterator>

#include "transfer/values/TargetType.hpp"

namespace dunlin::transfer {

ColumnMapping computed_mapping(const sqlite::Column& column, const PromisedColumn& promised) {
  ColumnMapping out;
  out.source = column.name;
  out.declared = column.type;
  out.target = promised.name;
  out.type = promised.type;
  out.conversion = conversion_for(promised.type, "");
  out.computed = true;
  return out;
}

Mapping with_computed_columns(Mapping mapping, const sqlite::Schema& schema,
                              const model::TransferConfig& config) {
  const TargetSchema target = make_target(schema, mapping, config);
  for (auto& table : mapping.tables) {
    const sqlite::Table* source = schema.find(table.source);
    const PromisedTable* promised = target.find(table.source);
    if (source == nullptr || promised == nullptr) continue;
    for (const auto& column : promised->columns) {
      if (column.generated_sql.empty()) continue;
      const auto made = std::find_if(source->columns.begin(), source->columns.end(),
                                     [&](const auto& candidate) { return candidate.name == column.source; });
      if (made != source->columns.end()) table.columns.push_back(computed_mapping(*made, column));
    }
  }
  return mapping;
}

Mapping only_computed(const Mapping& mapping) {
  Mapping out = mapping;
  std::erase_if(out.tables, [](const TableMapping& table) {
    return std::none_of(table.columns.begin(), table.columns.end(),
                        [](const ColumnMapping& column) { return column.computed; });
  });
  return out;
}

}  // namespace dunlin::transfer
