#include "transfer/verify/ReadBack.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/Copy.hpp"
#include "transfer/load/TaskGraph.hpp"
#include "transfer/verify/SumImage.hpp"

namespace dunlin::transfer {

std::string stored_rowid(const TableMapping& table) {
  if (table.kind != KeyKind::rowid || table.key.size() != 1) return "";
  const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                   [&](const auto& c) { return c.source == table.key.front(); });
  if (column == table.columns.end() || !equal_ignoring_case(column->declared, "integer")) return "";
  const bool whole = column->conversion == Conversion::bigint || column->conversion == Conversion::integer ||
                     column->conversion == Conversion::smallint;
  return whole ? column->target : "";
}

std::string read_back_statement(const TargetRows& table, const ReadScope& scope) {
  std::vector<std::string> columns;
  for (const auto& column : table.mapping.columns) columns.push_back(quote_identifier(column.target));
  std::string where;
  if (scope.low) {
    where = fmt::format(" WHERE {0} >= {1} AND {0} <= {2}", quote_identifier(stored_rowid(table.mapping)),
                        *scope.low, *scope.high);
  } else if (scope.first_page) {
    where = fmt::format(" WHERE ctid >= '({},0)' AND ctid < '({},0)'", *scope.first_page,
                        *scope.first_page + *scope.pages);
  }
  return fmt::format("COPY (SELECT {} FROM {}{}) TO STDOUT (FORMAT binary)", join(columns, ", "),
                     quote_identifier(table.schema, table.mapping.target), where);
}

RowSum read_back(postgres::Connection& connection, const TargetRows& table, const ReadScope& scope) {
  RowSum sum;
  SumImage image(table.mapping);
  postgres::BinaryRows rows(connection, postgres::Sql::trusted(read_back_statement(table, scope)));
  while (const auto row = rows.next()) {
    sum.add(image.of(*row));
    if ((sum.rows & 0xfff) == 0 && task_is_stopped()) throw Error(ErrorCode::interrupted, "stopped");
  }
  return sum;
}

std::int64_t page_count(postgres::Connection& connection, const TargetRows& table) {
  return connection
      .exec(
          R"(SELECT coalesce((SELECT max(pg_catalog.pg_relation_size(relid)) FROM pg_catalog.pg_partition_tree($1::regclass)),
                           pg_catalog.pg_relation_size($1::regclass)) / current_setting('block_size')::int)",
          {quote_identifier(table.schema, table.mapping.target)})
      .number(0, 0);
}

}  // namespace dunlin::transfer
