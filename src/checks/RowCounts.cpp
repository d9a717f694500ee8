#include "checks/RowCounts.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::checks {

RowCounts count_rows(postgres::Connection& connection) {
  RowCounts counts;
  const postgres::Transaction snapshot(connection);
  connection.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  connection.exec("SET LOCAL lock_timeout = '5s'");
  const auto tables = connection.exec(R"(
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'dunlin', 'dunlin_kept')
    ORDER BY 1, 2)");
  for (int row = 0; row < tables.rows(); ++row) {
    const std::string schema = tables.string(row, 0), table = tables.string(row, 1);
    counts[schema + "." + table] =
        connection.exec(postgres::Sql::trusted("SELECT count(*) FROM " + quote_identifier(schema, table)))
            .number(0, 0);
  }
  return counts;
}

std::vector<Check> compare_counts(const RowCounts& before, const RowCounts& now) {
  std::vector<Check> checks;
  for (const auto& [table, rows] : before) {
    const auto found = now.find(table);
    std::string problem;
    if (found == now.end())
      problem = fmt::format("had {}, and is gone", counted(static_cast<std::size_t>(rows), "row"));
    else if (found->second < rows)
      problem = fmt::format("had {}, has {}", with_thousands(rows), with_thousands(found->second));
    checks.push_back(judged("count", "rows of " + table, std::move(problem)));
  }
  return checks;
}

Json to_json(const RowCounts& counts) {
  Json tables = Json::object();
  for (const auto& [table, rows] : counts) tables.set(table, rows);
  return Json::object().set("tables", tables);
}

RowCounts row_counts_of(const Json& json) {
  const Json* tables = json.find("tables");
  if (tables == nullptr || tables->members() == nullptr)
    throw usage_error("that file isn't what dunlin verify --save writes");
  RowCounts counts;
  for (const auto& [table, rows] : *tables->members()) {
    if (rows.integer() == nullptr)
      throw usage_error(fmt::format("'{}' has no number of rows", printable(table)));
    counts[table] = *rows.integer();
  }
  return counts;
}

}  // namespace dunlin::checks
