#include "checks/RowCounts.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::checks {

ReadableCounts count_tables(postgres::Connection& connection, const postgres::Result& tables) {
  ReadableCounts counts;
  for (int row = 0; row < tables.rows(); ++row) {
    const std::string schema = tables.string(row, 0), table = tables.string(row, 1);
    if (!tables.boolean(row, 2)) {
      counts.not_readable.push_back(schema + "." + table);
      continue;
    }
    counts.rows[schema + "." + table] =
        connection.exec(postgres::Sql::trusted("SELECT count(*) FROM " + quote_identifier(schema, table)))
            .number(0, 0);
    counts.oids[schema + "." + table] = tables.string(row, 3);
  }
  return counts;
}

ReadableCounts count_rows(postgres::Connection& connection) {
  const postgres::Transaction snapshot(connection);
  connection.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  connection.exec("SET LOCAL lock_timeout = '5s'");
  return count_tables(connection, connection.exec(R"(
    SELECT n.nspname, c.relname,
           has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT'), c.oid
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'dunlin', 'dunlin_kept')
    ORDER BY 1, 2)"));
}

std::vector<Check> compare_counts(const RowCounts& before, const ReadableCounts& now) {
  std::vector<Check> checks;
  for (const auto& [table, rows] : before) {
    const std::string name = "rows of " + table;
    if (is_among(now.not_readable, table)) {
      checks.push_back({"count", name, CheckState::skipped, "this role may not read it"});
      continue;
    }
    const auto found = now.rows.find(table);
    std::string problem;
    if (found == now.rows.end())
      problem = fmt::format("had {}, and is gone", counted(static_cast<std::size_t>(rows), "row"));
    else if (found->second < rows)
      problem = fmt::format("had {}, has {}", with_thousands(rows), with_thousands(found->second));
    checks.push_back(judged("count", name, std::move(problem)));
  }
  return checks;
}

Json to_json(const ReadableCounts& counts) {
  Json tables = Json::object();
  for (const auto& [table, rows] : counts.rows) tables.set(table, rows);
  Json json = Json::object().set("tables", tables);
  if (!counts.not_readable.empty()) {
    Json names = Json::array();
    for (const auto& table : counts.not_readable) names.add(table);
    json.set("not_readable", names);
  }
  return json;
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
