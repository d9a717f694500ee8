#include "rehearse/Demands.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

#include "base/Error.hpp"

namespace dunlin::rehearse {
namespace {

using postgres::Connection;
using postgres::Sql;

constexpr char k_demands[] = R"(
  WITH tables AS (
    SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dunlin', 'dunlin_kept'))
  SELECT 'n', t.name, quote_ident(a.attname), '' FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid
  WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull
  UNION ALL
  SELECT 't', t.name, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)
  FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid WHERE a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT 'c', t.name, '', regexp_replace(regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', ''), '^PRIMARY KEY', 'UNIQUE')
  FROM tables t JOIN pg_constraint k ON k.conrelid = t.oid WHERE k.contype IN ('c', 'f', 'u', 'p', 'x') AND k.conparentid = 0
  UNION ALL
  SELECT 'c', quote_ident(n.nspname) || '.' || quote_ident(c.relname), '', 'CHECK (' || pg_get_partition_constraintdef(c.oid) || ')'
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND c.relispartition AND pg_get_partition_constraintdef(c.oid) IS NOT NULL
  UNION ALL
  SELECT 'i', t.name, '', substr(pg_get_indexdef(x.indexrelid), length('CREATE UNIQUE INDEX ' || quote_ident(i.relname)) + 1)
  FROM tables t JOIN pg_index x ON x.indrelid = t.oid JOIN pg_class i ON i.oid = x.indexrelid
  WHERE x.indisunique AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid))";

Demand::Kind kind_of(std::string_view letter) {
  switch (letter[0]) {
    case 'n': return Demand::Kind::not_null;
    case 't': return Demand::Kind::type;
    case 'i': return Demand::Kind::index;
    default: return Demand::Kind::constraint;
  }
}

// The schema of a quoted name, which may hold dots of its own.
std::string schema_of(const std::string& table) {
  bool quoted = false;
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i] == '"') quoted = !quoted;
    if (table[i] == '.' && !quoted) return table.substr(0, i);
  }
  return table;
}

struct Change {
  std::string apply, undo;
};

Change change_for(const Demand& demand, std::size_t number) {
  const auto alter = fmt::format("ALTER TABLE {} ", demand.table);
  const auto name = fmt::format("dunlin_demand_{}", number);
  switch (demand.kind) {
    case Demand::Kind::not_null:
      return {fmt::format("{}ALTER COLUMN {} SET NOT NULL", alter, demand.column),
              fmt::format("{}ALTER COLUMN {} DROP NOT NULL", alter, demand.column)};
    case Demand::Kind::type:  // the new type has to be able to read it
      return {fmt::format("{0}ADD CONSTRAINT {1} CHECK ({2} IS NULL OR {2}::text::{3} IS NOT NULL)", alter,
                          name, demand.column, demand.definition),
              fmt::format("{}DROP CONSTRAINT {}", alter, name)};
    case Demand::Kind::index:
      return {fmt::format("CREATE UNIQUE INDEX {}{}", name, demand.definition),
              fmt::format("DROP INDEX {}.{}", schema_of(demand.table), name)};
    case Demand::Kind::constraint: break;
  }
  return {fmt::format("{}ADD CONSTRAINT {} {}", alter, name, demand.definition),
          fmt::format("{}DROP CONSTRAINT {}", alter, name)};
}

// A column that was NOT NULL before stays so: a partition that is about to be detached has it from its
// parent.
bool is_there(Connection& connection, const Demand& demand) {
  if (demand.kind != Demand::Kind::not_null) return false;
  const auto found = connection.exec(
      "SELECT FROM pg_attribute WHERE attrelid = to_regclass($1) AND quote_ident(attname) = $2 AND "
      "attnotnull",
      {demand.table, demand.column});
  return found.rows() > 0;
}

}  // namespace

std::vector<Demand> read_demands(Connection& connection) {
  connection.exec("SET search_path = ''");
  const auto rows = connection.exec(k_demands);
  connection.exec("RESET search_path");
  std::vector<Demand> demands;
  for (int i = 0; i < rows.rows(); ++i)
    demands.push_back({kind_of(rows.text(i, 0)), rows.string(i, 1), rows.string(i, 2), rows.string(i, 3)});
  std::sort(demands.begin(), demands.end());
  return demands;
}

std::vector<Demand> new_demands(const std::vector<Demand>& before, const std::vector<Demand>& after) {
  std::vector<Demand> out;
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(out));
  return out;
}

TemporaryDemands::TemporaryDemands(Connection& connection, const std::vector<Demand>& demands)
    : connection_(connection) {
  for (std::size_t i = 0; i < demands.size(); ++i) {
    if (is_there(connection, demands[i])) continue;
    auto change = change_for(demands[i], i);
    try {
      connection.exec(Sql::trusted(change.apply));
      undo_.push_back(std::move(change.undo));
    } catch (const postgres::SqlError& error) {
      if (error.ends_the_work()) throw;
      // The table or column comes with the scripts themselves: there are no rows to ask it of yet.
    }
  }
}

void TemporaryDemands::remove() {
  for (auto undo = undo_.rbegin(); undo != undo_.rend(); ++undo) connection_.exec(Sql::trusted(*undo));
  undo_.clear();
}

}  // namespace dunlin::rehearse
