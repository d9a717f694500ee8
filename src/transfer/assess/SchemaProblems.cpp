#include "transfer/assess/SchemaProblems.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "sqlite/Database.hpp"
#include "transfer/assess/RowsWhere.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_most_columns = 1600;    // PostgreSQL docs, appendix K
constexpr std::int64_t k_longest_entry = 2704;  // a third of a page of 8 KB: "index row size exceeds maximum"

std::string shown(const std::string& sql) {
  constexpr std::size_t k_most = 120;
  const std::string text = printable(sql);
  return text.size() <= k_most ? text : text.substr(0, k_most) + "...";
}

void add_check(sqlite::Database& database, const TableMapping& table, const sqlite::Check& check,
               std::vector<Problem>& out) {
  Problem problem;
  try {
    problem = rows_where(database, table, fmt::format("NOT ({}\n)", check.sql));
  } catch (const Error& error) {
    // A function of the application's own: what it would say isn't known here.
    problem = {"check-not-tried",
               Weight::note,
               table.source,
               fmt::format("CHECK ({}) can't be tried on the rows: {}", shown(check.sql), error.message()),
               "",
               0,
               {}};
    out.push_back(std::move(problem));
    return;
  }
  if (problem.count == 0) return;
  problem.rule = "check-violated";
  problem.weight = Weight::refused;
  problem.object = check.name.empty() ? table.source : table.source + "." + check.name;
  problem.message =
      fmt::format("{} {} CHECK ({}), which PostgreSQL would refuse", with_thousands(problem.count),
                  problem.count == 1 ? "row violates" : "rows violate", shown(check.sql));
  problem.hint = "correct these rows in the source";
  out.push_back(std::move(problem));
}

const ColumnMapping* column_of(const TableMapping& table, const std::string& name) {
  const auto found =
      std::find_if(table.columns.begin(), table.columns.end(),
                   [&](const ColumnMapping& column) { return equal_ignoring_case(column.source, name); });
  return found != table.columns.end() ? &*found : nullptr;
}

bool may_be_long(const ColumnMapping& column) {
  return column.conversion == Conversion::text || column.conversion == Conversion::bytea;
}

// The length of an index's entry, as an expression of SQLite; "" when all its columns are short.
std::string entry_length(const TableMapping& table, const sqlite::Index& index) {
  std::vector<std::string> parts;
  for (const auto& term : index.terms) {
    const auto* column = column_of(table, term.column);
    if (column != nullptr && may_be_long(*column))
      parts.push_back(
          fmt::format("coalesce(length(CAST({} AS BLOB)), 0)", sqlite::quote_name(column->source)));
  }
  return join(parts, " + ");
}

void add_index(sqlite::Database& database, const TableMapping& table, const sqlite::Index& index,
               std::vector<Problem>& out) {
  const std::string condition = long_entry_condition(table, index);
  if (condition.empty()) return;
  Problem problem = rows_where(database, table, condition);
  if (problem.count == 0) return;
  problem.rule = "index-entry-too-long";
  problem.weight = Weight::note;
  problem.object = table.source + "." + index.name;
  problem.message = fmt::format(
      "{} {} longer than the {} bytes that an index of PostgreSQL takes, unless they can be compressed",
      with_thousands(problem.count), problem.count == 1 ? "entry is" : "entries are", k_longest_entry);
  problem.hint = "index a hash or the beginning of the value instead";
  out.push_back(std::move(problem));
}

void add_width(const TableMapping& table, std::vector<Problem>& out) {
  if (table.columns.empty())
    out.push_back(
        {"no-columns",
         Weight::refused,
         table.source,
         "none of its columns is transferred",
         "leave the whole table out: skip = [\"" + table.source + "\"] in [transfer] of dunlin.toml",
         0,
         {}});
  if (table.columns.size() <= k_most_columns) return;
  out.push_back(
      {"too-many-columns",
       Weight::refused,
       table.source,
       fmt::format("{} columns; a table of PostgreSQL has at most {}", table.columns.size(), k_most_columns),
       "leave columns out with skip = true in [[transfer.column]]",
       0,
       {}});
}

}  // namespace

std::string long_entry_condition(const TableMapping& table, const sqlite::Index& index) {
  const std::string length = entry_length(table, index);
  return length.empty() ? "" : fmt::format("{} > {}", length, k_longest_entry);
}

std::vector<Problem> width_problems(const Mapping& mapping) {
  std::vector<Problem> out;
  for (const auto& table : mapping.tables) add_width(table, out);
  return out;
}

std::vector<Problem> schema_problems(const std::string& snapshot, const sqlite::Schema& schema,
                                     const Mapping& mapping) {
  auto database = sqlite::Database::open(snapshot, sqlite::Database::Mode::read_only);
  std::vector<Problem> out;
  for (const auto& table : mapping.tables) {
    const sqlite::Table* source = schema.find(table.source);
    if (source == nullptr) continue;
    for (const auto& check : source->checks) add_check(database, table, check, out);
    for (const auto& index : source->indexes) add_index(database, table, index, out);
  }
  return out;
}

}  // namespace dunlin::transfer
