#include "rehearse/TableContents.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/Identifier.hpp"
#include "base/Text.hpp"

namespace dunlin::rehearse {
namespace {

using postgres::Connection;
using postgres::Sql;

// A query may return 1,664 columns (PostgreSQL docs, appendix K), and each of ours takes three of them.
constexpr std::size_t k_columns_at_once = 400;

constexpr char k_list_columns[] = R"(
  SELECT n.nspname, c.relname, a.attname,
         a.attidentity <> '' OR EXISTS (SELECT FROM pg_attrdef d WHERE d.adrelid = c.oid AND d.adnum = a.attnum
                                        AND pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval(%'),
         a.atttypid IN ('time'::regtype, 'timetz'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE (c.relkind = 'r' OR c.relkind = 'm' AND c.relispopulated) AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dunlin', 'dunlin_kept')
  ORDER BY 1, 2, a.attname COLLATE "C")";

// How values read as text must not depend on settings that a script or the database changed.
void settle_session(Connection& connection) {
  connection.exec_together({"SET TimeZone = 'UTC'", "SET DateStyle = 'ISO, YMD'",
                            "SET IntervalStyle = 'postgres'", "SET extra_float_digits = 3",
                            "SET bytea_output = 'hex'", "SET search_path = ''", "SET row_security = off"});
}

std::map<std::string, TableContents> list_tables(Connection& connection) {
  std::map<std::string, TableContents> tables;
  const auto rows = connection.exec(k_list_columns);
  for (int i = 0; i < rows.rows(); ++i) {
    const auto name = quote_identifier(rows.text(i, 0), rows.text(i, 1));
    auto& table = tables[name];
    table.name = name;
    if (rows.is_null(i, 2)) continue;
    ColumnContents column;
    column.name = rows.string(i, 2);
    column.numbered = rows.boolean(i, 3);
    column.is_time = rows.boolean(i, 4);
    table.columns.push_back(std::move(column));
  }
  return tables;
}

constexpr const char* k_sum_of_hashes = "coalesce(sum(pg_catalog.hashtextextended({}, 0)), 0)";

// By column name, so that the order of columns doesn't matter here: the schema says it.
void read_rows(Connection& connection, TableContents& table, const std::set<std::string>& masked) {
  std::vector<std::string> values;
  for (const auto& column : table.columns) {
    const auto name = quote_identifier(column.name);
    values.push_back(masked.contains(column.name) ? fmt::format("({} IS NULL)", name)
                                                  : fmt::format("{}::text", name));
  }
  const auto row = connection.exec(Sql::trusted(fmt::format(
      "SELECT count(*), {} FROM ONLY {}",
      fmt::format(fmt::runtime(k_sum_of_hashes), fmt::format("ROW({})::text", join(values, ", "))),
      table.name)));
  table.rows = row.number(0, 0);
  table.hash = row.string(0, 1);
}

void read_columns(Connection& connection, TableContents& table) {
  for (std::size_t first = 0; first < table.columns.size(); first += k_columns_at_once) {
    const auto last = std::min(table.columns.size(), first + k_columns_at_once);
    std::vector<std::string> wanted;
    for (std::size_t i = first; i < last; ++i) {
      const auto text = quote_identifier(table.columns[i].name) + "::text";
      wanted.push_back(fmt::format("{}, count({}), count(DISTINCT {})",
                                   fmt::format(fmt::runtime(k_sum_of_hashes), text), text, text));
    }
    const auto row =
        connection.exec(Sql::trusted(fmt::format("SELECT {} FROM ONLY {}", join(wanted, ", "), table.name)));
    for (std::size_t i = first; i < last; ++i) {
      auto& column = table.columns[i];
      const auto at = static_cast<int>(3 * (i - first));
      column.hash = row.string(0, at);
      column.values = row.number(0, at + 1);
      column.distinct = row.number(0, at + 2);
    }
  }
}

std::map<std::string, std::int64_t> read_sequences(Connection& connection) {
  std::map<std::string, std::int64_t> sequences;
  const auto rows = connection.exec(
      "SELECT schemaname, sequencename, coalesce(last_value, 0) FROM pg_catalog.pg_sequences "
      "WHERE schemaname NOT IN ('dunlin', 'dunlin_kept')");
  for (int i = 0; i < rows.rows(); ++i)
    sequences.emplace(quote_identifier(rows.text(i, 0), rows.text(i, 1)), rows.number(i, 2));
  return sequences;
}

}  // namespace

const ColumnContents* TableContents::find(const std::string& column) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const auto& known) { return known.name == column; });
  return found == columns.end() ? nullptr : &*found;
}

std::int64_t DataContents::rows() const {
  std::int64_t sum = 0;
  for (const auto& [name, table] : tables) sum += table.rows;
  return sum;
}

DataContents read_contents(Connection& connection, const Mask& mask) {
  settle_session(connection);
  DataContents contents{list_tables(connection), read_sequences(connection)};
  for (auto& [name, table] : contents.tables) {
    const auto masked = mask.find(name);
    read_rows(connection, table, masked == mask.end() ? std::set<std::string>{} : masked->second);
    if (table.rows > 0) read_columns(connection, table);
  }
  return contents;
}

}  // namespace dunlin::rehearse
