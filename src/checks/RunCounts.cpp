#include "checks/RunCounts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::checks {
namespace {

bool is_name_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 128;
}

// The topmost tables, so that a partition counts for the table that it is a part of.
std::set<std::string> mentioned_tables(postgres::Connection& connection, std::string_view lower_sql) {
  const auto tables = connection.exec(R"(
    SELECT coalesce(pg_partition_root(c.oid), c.oid)::oid, c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'dunlin', 'dunlin_kept'))");
  std::set<std::string> oids;
  for (int row = 0; row < tables.rows(); ++row)
    if (mentions(lower_sql, tables.string(row, 1))) oids.insert(tables.string(row, 0));
  return oids;
}

std::string shown(const std::optional<std::int64_t>& rows) {
  return rows ? with_thousands(*rows) : "none there";
}

std::string shown_rows(const std::optional<std::int64_t>& rows) {
  return rows ? counted(static_cast<std::size_t>(*rows), "row") : "none there";
}

std::optional<std::int64_t> found_in(const RowCounts& counts, const std::string& table) {
  const auto found = counts.find(table);
  return found == counts.end() ? std::nullopt : std::optional(found->second);
}

// The second query of a transaction sees what the first one saw.
void begin_counting(postgres::Connection& connection) {
  connection.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  connection.exec("SET LOCAL lock_timeout = '5s'");
}

std::string name_of(const ReadableCounts& counts, const std::string& oid) {
  const auto found = std::find_if(counts.oids.begin(), counts.oids.end(),
                                  [&](const auto& one) { return one.second == oid; });
  return found == counts.oids.end() ? "" : found->first;
}

std::string oid_of(const ReadableCounts& counts, const std::string& name) {
  const auto found = counts.oids.find(name);
  return found == counts.oids.end() ? "" : found->second;
}

// What the table `name` of before is called after: itself, or a new table in its place; what it was renamed
// to, or moved to; where it is gone, whatever took its name.
std::string name_after(const std::string& name, const ReadableCounts& before, const ReadableCounts& after) {
  const std::string oid = oid_of(before, name), there = oid_of(after, name);
  const bool stayed = !there.empty() && (there == oid || name_of(before, there).empty());
  const std::string moved = stayed || oid.empty() ? "" : name_of(after, oid);
  return moved.empty() ? name : moved;
}

// By the run.
bool is_lost(const CountedTable& table) {
  return table.before && table.after.value_or(0) < *table.before;
}

// In place of tables, of a run that counted and named none.
constexpr const char* k_no_table = "";

}  // namespace

bool mentions(std::string_view lower_sql, std::string_view name) {
  const std::string word = to_lower(std::string(name));
  std::string quoted;  // as it stands between double quotes
  for (const char c : word) quoted.append(c == '"' ? 2 : 1, c);
  for (auto at = lower_sql.find(quoted); at != std::string::npos; at = lower_sql.find(quoted, at + 1)) {
    const std::size_t end = at + quoted.size();
    const bool begins = at == 0 || !is_name_part(lower_sql[at - 1]) || !is_name_part(quoted.front());
    const bool ends =
        end == lower_sql.size() || !is_name_part(lower_sql[end]) || !is_name_part(quoted.back());
    if (begins && ends) return true;
  }
  return false;
}

ReadableCounts count_mentioned_rows(postgres::Connection& connection, std::string_view sql,
                                    const ReadableCounts& before) {
  const std::string lower_sql = to_lower(std::string(sql));
  const postgres::Transaction snapshot(connection);
  begin_counting(connection);
  auto oids = mentioned_tables(connection, lower_sql);
  for (const auto& [name, oid] : before.oids) oids.insert(oid);
  const auto tables =
      connection.exec(R"(
    WITH RECURSIVE touched (oid) AS (
      SELECT unnest($1::oid[])
      UNION SELECT f.conrelid FROM pg_constraint f JOIN touched t ON f.confrelid = t.oid
      WHERE f.contype = 'f' AND f.conparentid = 0 AND (f.confdeltype = 'c' OR $2::boolean))
    SELECT DISTINCT n.nspname, c.relname,
           has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT'), c.oid
    FROM touched t JOIN pg_class c ON c.oid = coalesce(pg_partition_root(t.oid), t.oid)
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT IN ('dunlin', 'dunlin_kept')
    ORDER BY 1, 2)",
                      {"{" + join(std::vector<std::string>(oids.begin(), oids.end()), ",") + "}",
                       mentions(lower_sql, "truncate") ? "true" : "false"});
  return count_tables(connection, tables);
}

ReadableCounts count_again(postgres::Connection& connection, const RunCounts& counts) {
  Json names = Json::array();
  for (const CountedTable& table : counts.tables)
    if (is_lost(table)) names.add(table.name);
  const postgres::Transaction snapshot(connection);
  begin_counting(connection);
  const auto tables = connection.exec(R"(
    SELECT n.nspname, c.relname,
           has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT'), c.oid
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname || '.' || c.relname IN (SELECT jsonb_array_elements_text($1::jsonb)))",
                                      {names.dump(-1)});
  return count_tables(connection, tables);
}

std::vector<CountedTable> pair_counts(const ReadableCounts& before, const ReadableCounts& after) {
  std::map<std::string, CountedTable> by_name;
  for (const auto& [name, rows] : after.rows) by_name[name] = {name, {}, rows};
  for (const auto& [name, rows] : before.rows) {
    const std::string now = name_after(name, before, after);
    CountedTable& table = by_name[now];
    table.name = now;
    table.before = std::max(table.before.value_or(0), rows);
  }
  std::vector<CountedTable> tables;
  tables.reserve(by_name.size());
  for (auto& [name, table] : by_name) tables.push_back(std::move(table));
  return tables;
}

void record_counts(postgres::Connection& connection, std::int64_t run,
                   const std::vector<CountedTable>& tables) {
  postgres::Transaction transaction(connection);
  // Not part of the ledger's format: made by the first run that counts, and unknown to older versions.
  connection.exec(R"(CREATE TABLE IF NOT EXISTS dunlin.row_count (
    run        bigint NOT NULL REFERENCES dunlin.run (id),
    relation   text NOT NULL,
    before     bigint,
    after      bigint,
    counted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (run, relation)))");
  const std::vector<CountedTable> none{{k_no_table, {}, {}}};
  connection.exec(R"(INSERT INTO dunlin.row_count (run, relation, before, after)
    SELECT $1::bigint, t."table", t.before, t.after
    FROM jsonb_to_recordset($2::jsonb) AS t ("table" text, before bigint, after bigint))",
                  {std::to_string(run), to_json(tables.empty() ? none : tables).dump(-1)});
  transaction.commit();
}

std::optional<RunCounts> last_run_counts(postgres::Connection& connection) {
  if (!connection.exec("SELECT to_regclass('dunlin.row_count') IS NOT NULL").boolean(0, 0))
    return std::nullopt;
  const auto rows = connection.exec(R"(
    SELECT r.id, to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), coalesce(r.reason, ''),
           c.relation, c.before, c.after
    FROM dunlin.row_count c JOIN dunlin.run r ON r.id = c.run
    WHERE c.run = (SELECT max(run) FROM dunlin.row_count) ORDER BY c.relation)");
  if (rows.rows() == 0) return std::nullopt;
  RunCounts counts{rows.number(0, 0), rows.string(0, 1), rows.string(0, 2), {}};
  const auto number = [&](int row, int column) {
    return rows.is_null(row, column) ? std::nullopt : std::optional(rows.number(row, column));
  };
  for (int row = 0; row < rows.rows(); ++row)
    if (rows.text(row, 3) != k_no_table)
      counts.tables.push_back({rows.string(row, 3), number(row, 4), number(row, 5)});
  return counts;
}

std::vector<Check> check_run_counts(const RunCounts& counts, const ReadableCounts& now) {
  std::vector<Check> checks;
  for (const auto& table : counts.tables) {
    const auto rows = found_in(now.rows, table.name);
    const bool lost = is_lost(table), back = lost && rows.value_or(0) >= *table.before;
    const bool readable =
        std::find(now.not_readable.begin(), now.not_readable.end(), table.name) == now.not_readable.end();
    std::string detail;
    if (lost)
      detail = fmt::format("{} before run {} ({} UTC), {} after it, {} now",
                           counted(static_cast<std::size_t>(*table.before), "row"), counts.run, counts.when,
                           shown(table.after), readable ? shown(rows) : "not to be read by this role");
    if (lost && !counts.reason.empty()) detail += "; the reason given: " + counts.reason;
    checks.push_back({"count", "rows of " + table.name,
                      lost && !back && counts.reason.empty() ? CheckState::failed : CheckState::ok, detail});
  }
  return checks;
}

std::string describe(const CountedTable& table) {
  if (table.before == table.after)
    return fmt::format("{}: {}, as before", table.name, shown_rows(table.after));
  return fmt::format("{}: {} -> {}", table.name, shown(table.before), shown_rows(table.after));
}

Json to_json(const std::vector<CountedTable>& tables) {
  Json list = Json::array();
  const auto number = [](const std::optional<std::int64_t>& rows) { return rows ? Json(*rows) : Json(); };
  for (const auto& table : tables)
    list.add(Json::object()
                 .set("table", table.name)
                 .set("before", number(table.before))
                 .set("after", number(table.after)));
  return list;
}

}  // namespace dunlin::checks
