#pragma once

#include <string>

#include "base/Text.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/schema/Identifiers.hpp"

namespace dunlin::test {

/// A mapping by declared types alone, for what doesn't depend on values.
inline transfer::Mapping plain_mapping(const sqlite::Schema& schema) {
  using transfer::Conversion;
  transfer::Mapping mapping{.target_schema = "public"};
  std::vector<std::string> tables;
  for (const auto& table : schema.tables) {
    transfer::TableMapping made{.source = table.name,
                                .target = transfer::target_name(table.name, "keep", tables),
                                .key = table.primary_key(),
                                .rowid_name = table.rowid_name};
    tables.push_back(made.target);
    std::vector<std::string> columns = transfer::system_columns();
    for (const auto& column : table.columns) {
      if (column.generated_sql) continue;
      transfer::ColumnMapping to{.source = column.name,
                                 .declared = column.type,
                                 .target = transfer::target_name(column.name, "keep", columns),
                                 .type = "text",
                                 .not_null = column.not_null};
      columns.push_back(to.target);
      const std::string type = to_lower(column.type);
      const auto is = [&](const char* word, const char* target, Conversion conversion) {
        if (type.find(word) == std::string::npos || to.type != "text") return;
        to.type = target;
        to.conversion = conversion;
      };
      is("bool", "boolean", Conversion::boolean);
      is("int", "bigint", Conversion::bigint);
      is("real", "double precision", Conversion::double_precision);
      is("num", "numeric", Conversion::numeric);
      is("blob", "bytea", Conversion::bytea);
      is("jsonb", "jsonb", Conversion::jsonb);
      is("json", "json", Conversion::json);
      made.columns.push_back(std::move(to));
    }
    mapping.tables.push_back(std::move(made));
  }
  return mapping;
}

}  // namespace dunlin::test
