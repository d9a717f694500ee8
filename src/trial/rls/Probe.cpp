#include "trial/rls/Probe.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"

namespace dunlin::trial {
namespace {

Query insert_of(const Cell& cell, const TableFacts& table) {
  Query query;
  std::vector<std::string> columns, places;
  for (const auto& [column, value] : cell.values) {
    columns.push_back(quote_identifier(column));
    query.parameters.push_back(value);
    places.push_back(fmt::format("${}", query.parameters.size()));
  }
  query.sql = columns.empty() ? fmt::format("INSERT INTO {} DEFAULT VALUES", table.quoted)
                              : fmt::format("INSERT INTO {} ({}) VALUES ({})", table.quoted,
                                            join(columns, ", "), join(places, ", "));
  return query;
}

// A condition that reads a column and is true for every row.
std::string reading_where(const TableFacts& table) {
  return fmt::format(" WHERE {0} IS NOT DISTINCT FROM {0}", quote_identifier(table.key.front()));
}

RowValues assigned_values(const Cell& cell, const Identity& identity, const TableFacts& table) {
  RowValues values = cell.values;
  if (const auto found = table.settable.find(identity.role); values.empty() && found != table.settable.end())
    values.emplace_back(found->second.column, found->second.value);
  return values;
}

Query update_of(const Cell& cell, const Identity& identity, const TableFacts& table) {
  Query query;
  std::vector<std::string> assignments;
  for (const auto& [column, value] : assigned_values(cell, identity, table)) {
    query.parameters.push_back(value);
    assignments.push_back(fmt::format("{} = ${}", quote_identifier(column), query.parameters.size()));
  }
  query.sql = fmt::format("UPDATE {} SET {}", table.quoted, join(assignments, ", "));
  if (cell.form == Form::reading) query.sql += reading_where(table);
  return query;
}

}  // namespace

std::string key_expression(const TableFacts& table) {
  if (table.key.size() == 1) return quote_identifier(table.key.front()) + "::text";
  std::vector<std::string> columns;
  for (const auto& column : table.key) columns.push_back(quote_identifier(column));
  return fmt::format("pg_catalog.jsonb_build_array({})::text", join(columns, ", "));
}

std::string keys_where(const TableFacts& table, const std::string& predicate) {
  return fmt::format("SELECT {} FROM {} WHERE ({}\n)", key_expression(table), table.quoted, predicate);
}

Query become(const Identity& identity) {
  Query query{.sql =
                  "SELECT pg_catalog.set_config('request.jwt.claims', $1, true), "
                  "pg_catalog.set_config('request.jwt.claim.sub', $2, true)",
              .parameters = {identity.claims, identity.subject}};
  for (const auto& [name, value] : identity.settings) {
    query.parameters.emplace_back(name);
    query.parameters.emplace_back(value);
    query.sql += fmt::format(", pg_catalog.set_config(${}, ${}, true)", query.parameters.size() - 1,
                             query.parameters.size());
  }
  query.parameters.emplace_back(identity.role);
  query.sql += fmt::format(", pg_catalog.set_config('role', ${}, true)", query.parameters.size());
  return query;
}

Query probe(const Cell& cell, const Identity& identity, const TableFacts& table) {
  switch (cell.command) {
    case Command::select:
      return {.sql = fmt::format("SELECT {} FROM {}", key_expression(table), table.quoted)};
    case Command::insert: return insert_of(cell, table);
    case Command::update: return update_of(cell, identity, table);
    case Command::remove: break;
  }
  return {.sql = fmt::format("DELETE FROM {}{}", table.quoted,
                             cell.form == Form::reading ? reading_where(table) : "")};
}

bool changes_key(const Cell& cell, const Identity& identity, const TableFacts& table) {
  if (cell.command != Command::update) return false;
  const RowValues values = assigned_values(cell, identity, table);
  return std::any_of(values.begin(), values.end(), [&](const auto& value) {
    return std::find(table.key.begin(), table.key.end(), value.first) != table.key.end();
  });
}

std::string places(const TableFacts& table) {
  return fmt::format("SELECT tableoid::text || ctid::text, {} FROM {}", key_expression(table), table.quoted);
}

std::string keys_after(const Cell& cell, const Identity& identity, const TableFacts& table) {
  if (cell.command == Command::remove) return keys_where(table, "true");
  if (changes_key(cell, identity, table)) return places(table);
  // The command ran in a subtransaction of its own, whose id is newer than any other that is visible here.
  return keys_where(table, fmt::format("age(xmin) = (SELECT min(age(xmin)) FROM {})", table.quoted));
}

}  // namespace dunlin::trial
