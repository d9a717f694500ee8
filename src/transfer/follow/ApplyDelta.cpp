#include "transfer/follow/ApplyDelta.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "postgres/Copy.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/follow/DeleteRows.hpp"
#include "transfer/follow/FollowedTable.hpp"
#include "transfer/follow/ForeignKeys.hpp"
#include "transfer/follow/StagedRows.hpp"
#include "transfer/verify/SumImage.hpp"

namespace dunlin::transfer {
namespace {

using postgres::Sql;

constexpr const char* k_correct_parents =
    "nothing of this round was stored; the source doesn't keep its own foreign keys (PRAGMA "
    "foreign_key_check): correct it there, or drop the key in the target";

// A table with differences, and its rows on the server.
struct TouchedTable {
  FollowedTable target;
  StagedRows gone, come;
};

// session_replication_role is for superusers, and since PostgreSQL 15 for whom it was granted to.
Quiet silence_triggers(postgres::Connection& connection) {
  connection.exec("SAVEPOINT dunlin_quiet");
  try {
    connection.exec("SET LOCAL session_replication_role = replica");
    connection.exec("RELEASE SAVEPOINT dunlin_quiet");
    return Quiet::replication_role;
  } catch (const postgres::SqlError& error) {
    if (error.fact("sqlstate") != "42501") throw;
    connection.exec("ROLLBACK TO SAVEPOINT dunlin_quiet");
    return Quiet::constraints_anew;
  }
}

std::vector<TouchedTable> stage_tables(postgres::Connection& connection, const Delta& delta) {
  auto before = sqlite::Database::open(delta.before.string(), sqlite::Database::Mode::read_only);
  auto after = sqlite::Database::open(delta.after.string(), sqlite::Database::Mode::read_only);
  std::vector<TouchedTable> touched;
  for (const sqlite::TableDiff& diff : delta.rows.tables) {
    if (diff.gone.size() + diff.come.size() == 0) continue;
    const TableMapping* mapping = delta.mapping.find(diff.table);
    if (mapping == nullptr) continue;
    TouchedTable table{followed_table(delta.mapping, *mapping), {}, {}};
    const std::string number = std::to_string(touched.size());
    table.gone = stage_rows(connection, before, table.target, diff.gone, "dunlin_gone_" + number);
    table.come = stage_rows(connection, after, table.target, diff.come, "dunlin_come_" + number);
    touched.push_back(std::move(table));
  }
  return touched;
}

void delete_gone(postgres::Connection& connection, const TouchedTable& table) {
  if (table.gone.sum.rows == 0) return;
  const auto deleted = table.target.has_key() ? delete_by_key(connection, table.target, table.gone.name)
                                              : delete_equal_rows(connection, table.target, table.gone.name);
  if (deleted == table.gone.sum.rows) return;
  throw refused(
      fmt::format("{} holds {} of {} that changed in the source: somebody else has written "
                  "to it",
                  table.target.name, deleted, counted(static_cast<std::size_t>(table.gone.sum.rows), "row")),
      "nothing of this round was stored; dunlin transfer verify lists the rows that differ");
}

Error not_what_came(const TouchedTable& table, std::int64_t found) {
  return Error(
      ErrorCode::findings,
      fmt::format(
          "{} doesn't hold the rows that were just written to it: {} of {} are there, or some with other "
          "values",
          table.target.name, found, table.come.sum.rows),
      "nothing of this round was stored; does a rule or an ENABLE ALWAYS trigger of the target change rows?");
}

// What the target's keys and CHECKs have against rows that the source has taken: letters that fold here only,
// two spellings of one moment.
Error refused_rows(const TouchedTable& table, const postgres::SqlError& error) {
  return Error(
      ErrorCode::findings,
      fmt::format("rows that came into {} meanwhile don't fit: {} ({})",
                  printable(table.target.mapping->source), error.message(), error.fact("detail")),
      "nothing of this round was stored; correct these rows in the source. Where somebody has written to "
      "PostgreSQL, dunlin transfer verify lists those rows");
}

std::int64_t insert_rows(postgres::Connection& connection, const TouchedTable& table) {
  const std::string columns = table.target.column_list();
  try {
    return connection
        .exec(Sql::trusted(fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", table.target.name, columns,
                                       columns, table.come.name)))
        .affected();
  } catch (const postgres::SqlError& error) {
    if (error.sqlstate() == "23505" || error.sqlstate() == "23514") throw refused_rows(table, error);
    throw;
  }
}

void insert_come(postgres::Connection& connection, const TouchedTable& table) {
  if (table.come.sum.rows == 0) return;
  const auto inserted = insert_rows(connection, table);
  if (inserted != table.come.sum.rows) throw not_what_came(table, inserted);
}

// The rows that came, as the target has them now: whatever stands between a row and its table (a rewriting
// rule, a trigger that couldn't be kept quiet) is found before the round is committed.
void require_come(postgres::Connection& connection, const TouchedTable& table) {
  if (!table.target.has_key() || table.come.sum.rows == 0) return;
  std::vector<std::string> columns, terms;
  for (const auto& column : table.target.columns) columns.push_back("t." + column);
  for (const auto& column : table.target.key) terms.push_back(fmt::format("t.{0} = c.{0}", column));
  RowSum found;
  SumImage image(*table.target.mapping);
  postgres::BinaryRows rows(
      connection, Sql::trusted(fmt::format(
                      "COPY (SELECT {} FROM {} t JOIN {} c ON {}) TO STDOUT (FORMAT binary)",
                      join(columns, ", "), table.target.name, table.come.name, join(terms, " AND "))));
  while (const auto row = rows.next()) found.add(image.of(*row));
  if (found != table.come.sum) throw not_what_came(table, found.rows);
}

const TouchedTable* find_touched(const std::vector<TouchedTable>& touched, const std::string& name) {
  const auto found =
      std::find_if(touched.begin(), touched.end(), [&](const auto& t) { return t.target.name == name; });
  return found == touched.end() ? nullptr : &*found;
}

bool has_all(const TouchedTable& table, const std::vector<std::string>& columns) {
  const auto& known = table.target.columns;
  return std::all_of(columns.begin(), columns.end(), [&](const std::string& column) {
    return std::find(known.begin(), known.end(), column) != known.end();
  });
}

void check_foreign_key(postgres::Connection& connection, const TargetForeignKey& key,
                       const std::vector<TouchedTable>& touched) {
  std::int64_t orphans = 0;
  if (const auto* child = find_touched(touched, key.child))
    orphans += count_orphans(connection, key,
                             has_all(*child, key.child_columns) ? child->come.name : child->target.name);
  if (const auto* parent = find_touched(touched, key.parent))
    orphans += has_all(*parent, key.parent_columns) ? count_orphaned(connection, key, parent->gone.name)
                                                    : count_orphans(connection, key, key.child);
  if (orphans == 0) return;
  throw Error(ErrorCode::findings,
              fmt::format("{} of {} would have no parent in {} (foreign key {})",
                          counted(static_cast<std::size_t>(orphans), "row"), key.child, key.parent, key.name),
              k_correct_parents);
}

void update_sum(postgres::Connection& connection, std::int64_t transfer, const TouchedTable& table) {
  const std::string& name = table.target.mapping->source;
  RowSum sum = table_sum(connection, transfer, name);
  sum -= table.gone.sum;
  sum += table.come.sum;
  set_table_sum(connection, transfer, name, sum);
}

// A key that is added again looks at all rows: the server names the first that has no parent.
void restore_checked(postgres::Connection& connection, const TargetForeignKey& key) {
  try {
    restore_foreign_key(connection, key);
  } catch (const postgres::SqlError& error) {
    if (error.sqlstate() != "23503") throw;
    throw Error(ErrorCode::findings,
                fmt::format("a row of {} would have no parent in {} (foreign key {}): {}", key.child,
                            key.parent, key.name, printable(error.fact("detail"))),
                k_correct_parents);
  }
}

// A trigger that fires, and the words that make it do so again as it did.
struct ActiveTrigger {
  std::string table, name, enable;
};

std::vector<ActiveTrigger> disable_triggers(postgres::Connection& connection,
                                            const std::vector<std::string>& tables) {
  const auto rows = connection.exec(
      "SELECT tgrelid::regclass::text, quote_ident(tgname), "
      "CASE tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE' END "
      "FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgrelid = ANY "
      "($1::text[]::regclass[])",
      {postgres::array_literal(tables)});
  std::vector<ActiveTrigger> triggers;
  for (int i = 0; i < rows.rows(); ++i) {
    triggers.push_back({rows.string(i, 0), rows.string(i, 1), rows.string(i, 2)});
    connection.exec(Sql::trusted(
        fmt::format("ALTER TABLE {} DISABLE TRIGGER {}", triggers.back().table, triggers.back().name)));
  }
  return triggers;
}

void replace_rows(postgres::Connection& connection, const std::vector<TouchedTable>& touched) {
  for (const auto& table : touched) delete_gone(connection, table);
  for (const auto& table : touched) insert_come(connection, table);
}

void replace_rows_without_constraints(postgres::Connection& connection,
                                      const std::vector<TouchedTable>& touched,
                                      const std::vector<std::string>& names,
                                      const std::vector<TargetForeignKey>& keys) {
  for (const auto& key : keys) drop_foreign_key(connection, key);
  const auto triggers = disable_triggers(connection, names);
  replace_rows(connection, touched);
  for (const auto& trigger : triggers)
    connection.exec(Sql::trusted(
        fmt::format("ALTER TABLE {} {} TRIGGER {}", trigger.table, trigger.enable, trigger.name)));
  for (const auto& key : keys) restore_checked(connection, key);
}

}  // namespace

AppliedDelta apply_delta(postgres::Connection& connection, std::int64_t transfer, const Delta& delta) {
  AppliedDelta applied;
  const auto touched = stage_tables(connection, delta);
  if (touched.empty()) return applied;
  std::vector<std::string> names;
  for (const auto& table : touched) names.push_back(table.target.name);
  const auto keys = read_foreign_keys(connection, names);
  applied.quiet = silence_triggers(connection);
  if (applied.quiet == Quiet::replication_role) {
    replace_rows(connection, touched);
    for (const auto& key : keys) check_foreign_key(connection, key, touched);
  } else {
    replace_rows_without_constraints(connection, touched, names, keys);
  }
  for (const auto& table : touched) {
    require_come(connection, table);
    update_sum(connection, transfer, table);
    // Chunks of the load count from 0 upwards, rounds from -1 downwards.
    record_rejects(connection, transfer,
                   {.table = table.target.mapping->source, .number = -static_cast<int>(delta.round)},
                   table.come.misfits);
    applied.tables.push_back(
        {table.target.mapping->source, table.gone.sum.rows, table.come.sum.rows, table.come.rejected});
  }
  return applied;
}

}  // namespace dunlin::transfer
