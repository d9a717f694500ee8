#include "transfer/schema/VirtualTables.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "sql/command/Identifier.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/schema/FullText.hpp"

namespace dunlin::transfer {
namespace {

using sql::readable_identifier;

const TableMapping* find_table(const Mapping& mapping, const std::string& source) {
  const auto found =
      std::find_if(mapping.tables.begin(), mapping.tables.end(),
                   [&](const TableMapping& table) { return sqlite::same_name(table.source, source); });
  return found != mapping.tables.end() ? &*found : nullptr;
}

std::string target_column(const TableMapping& table, const std::string& source) {
  for (const auto& column : table.columns)
    if (sqlite::same_name(column.source, source)) return column.target;
  return source;
}

std::string search_column(const std::string& table, const std::string& name,
                          const std::vector<std::string>& columns) {
  std::vector<std::string> parts;
  for (const auto& column : columns) parts.push_back("coalesce(" + readable_identifier(column) + ", '')");
  const std::string column = readable_identifier(name);
  return fmt::format(
      "ALTER TABLE {0} ADD COLUMN {1} tsvector GENERATED ALWAYS AS (to_tsvector('simple', {2})) STORED;\n"
      "CREATE INDEX ON {0} USING gin ({1});\n"
      "SELECT * FROM {0} WHERE {1} @@ websearch_to_tsquery('simple', 'some words');",
      readable_identifier(table), column, join(parts, " || ' ' || "));
}

VirtualTableAdvice advise_full_text(const sqlite::VirtualTable& table, const FullText& text,
                                    const Mapping& mapping) {
  VirtualTableAdvice advice;
  advice.problem = {.rule = "full-text-table",
                    .weight = Weight::note,
                    .object = "virtual table " + table.name,
                    .hint = "a tsvector column with a GIN index takes its place: see the third migration"};
  const TableMapping* content = text.content ? find_table(mapping, *text.content) : nullptr;
  if (content != nullptr) {
    std::vector<std::string> columns;
    for (const auto& column : text.columns) columns.push_back(target_column(*content, column));
    advice.problem.message = "the full text index of " + content->source + " isn't carried over";
    advice.sql = search_column(content->target, table.name, columns);
  } else if (text.content && text.content->empty()) {
    advice.problem.message = "the full text index holds no texts, and isn't carried over";
  } else {
    advice.problem.weight = Weight::changed;
    advice.problem.message = "the texts in this full text table aren't carried over";
    advice.sql = search_column(table.name, "search", text.columns);
  }
  return advice;
}

VirtualTableAdvice advise_rtree(const sqlite::VirtualTable& table) {
  VirtualTableAdvice advice;
  advice.problem = {.rule = "rtree-table",
                    .weight = Weight::changed,
                    .object = "virtual table " + table.name,
                    .message = "the rows of this R-tree aren't carried over",
                    .hint = "a box column with a GiST index takes its place: see the third migration"};
  if (table.arguments.size() >= 5) {
    const std::string name = readable_identifier(table.name);
    advice.sql = fmt::format(
        "CREATE TABLE {0} (id bigint PRIMARY KEY, area box NOT NULL);\n"
        "CREATE INDEX ON {0} USING gist (area);\n"
        "SELECT id FROM {0} WHERE area && box(point(0, 0), point(1, 1));",
        name);
  }
  return advice;
}

}  // namespace

VirtualTableAdvice advise(const sqlite::VirtualTable& table, const Mapping& mapping) {
  const auto is_module = [&](std::initializer_list<const char*> names) {
    return std::any_of(names.begin(), names.end(),
                       [&](const char* name) { return sqlite::same_name(table.module, name); });
  };
  if (const auto text = read_full_text(table)) return advise_full_text(table, *text, mapping);
  if (is_module({"rtree", "rtree_i32", "geopoly"})) return advise_rtree(table);
  VirtualTableAdvice advice;
  advice.problem = {.rule = "virtual-table",
                    .weight = Weight::changed,
                    .object = "virtual table " + table.name,
                    .message = "what the module " + table.module + " holds isn't carried over"};
  return advice;
}

}  // namespace dunlin::transfer
