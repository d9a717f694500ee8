#include "migrate/KeptData.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "migrate/LedgerSchema.hpp"
#include "migrate/RunTransaction.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::migrate {
namespace {

using postgres::Connection;
using postgres::Sql;

struct Column {
  std::string table;  // OID
  std::string number;
  friend auto operator<=>(const Column&, const Column&) = default;
};

struct Place {
  std::string schema, table, column;
  std::string parent;  // OID of the table it is a partition of; "" for none
};

// Every stored column of every ordinary or partitioned table of the users, and of tables without columns
// (number 0).
std::map<Column, Place> read_columns(Connection& connection) {
  const auto rows = connection.exec(R"(
    SELECT c.oid, coalesce(a.attnum, 0), n.nspname, c.relname, coalesce(a.attname, ''),
           coalesce((SELECT inhparent::text FROM pg_inherits WHERE inhrelid = c.oid AND c.relispartition LIMIT 1), '')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'dunlin', 'dunlin_kept'))");
  std::map<Column, Place> columns;
  for (int row = 0; row < rows.rows(); ++row) {
    columns[{rows.string(row, 0), rows.string(row, 1)}] = {rows.string(row, 2), rows.string(row, 3),
                                                           rows.string(row, 4), rows.string(row, 5)};
  }
  return columns;
}

// What would be gone: whole tables, and columns of tables that stay.
struct Loss {
  std::string oid;
  Place place;
  std::vector<std::string> columns;  // empty: the table
};

std::vector<Loss> compare(const std::map<Column, Place>& before, const std::map<Column, Place>& after) {
  std::set<std::string> tables_after;
  for (const auto& [column, place] : after) tables_after.insert(column.table);
  std::map<std::string, Loss> lost;
  for (const auto& [column, place] : before) {
    if (after.contains(column) || column.number == "0") continue;
    auto& loss = lost.try_emplace(column.table, Loss{column.table, place, {}}).first->second;
    if (tables_after.contains(column.table)) loss.columns.push_back(place.column);
  }
  std::vector<Loss> losses;
  for (const auto& [oid, loss] : lost) {
    const auto parent = lost.find(loss.place.parent);  // its rows are read through the parent
    if (parent == lost.end() || parent->second.columns.empty() != loss.columns.empty())
      losses.push_back(loss);
  }
  return losses;
}

// The users' types and collations: a copy must not depend on one that goes, or it would keep it from going or
// (CASCADE) lose the column with it.
std::set<std::string> read_types(Connection& connection) {
  const auto rows = connection.exec(
      "SELECT 't' || oid FROM pg_type WHERE oid >= 16384 UNION ALL SELECT 'c' || oid FROM pg_collation WHERE "
      "oid >= 16384");
  std::set<std::string> types;
  for (int row = 0; row < rows.rows(); ++row) types.insert(rows.string(row, 0));
  return types;
}

struct Foresight {
  std::vector<Loss> losses;
  std::set<std::string> types;  // that stay
};

// Runs the segment's statements inside a savepoint, to see from the catalog what they would destroy, and
// undoes them.
Foresight foresee(StepRun& run, std::size_t segment) {
  auto& connection = run.connection;
  const auto before = read_columns(connection);
  connection.exec("SAVEPOINT dunlin_foresight");
  const auto& range = run.step.segments[segment];
  for (std::size_t i = range.first; i < range.first + range.count; ++i) {
    const auto& statement = run.step.statements[i];
    if (statement.kind == model::StatementKind::begin || statement.kind == model::StatementKind::commit)
      continue;
    try {
      const auto sql = Sql::trusted(run.text.text(statement));
      if (statement.kind == model::StatementKind::copy_from_stdin) {
        connection.copy_in(sql, run.text.data(statement));
      } else {
        connection.exec(sql);
      }
    } catch (const postgres::SqlError& error) {
      throw StatementFailure{error, i, true};
    }
  }
  Foresight foresight{compare(before, read_columns(connection)), {}};
  if (!foresight.losses.empty()) foresight.types = read_types(connection);
  connection.exec("ROLLBACK TO SAVEPOINT dunlin_foresight");
  connection.exec("RELEASE SAVEPOINT dunlin_foresight");
  return foresight;
}

void cut(std::string& name, std::size_t bytes) {
  while (name.size() > bytes || find_invalid_utf8(name)) name.pop_back();
}

// "public__users__007__r12", within 63 bytes, cut at a character's border.
std::string kept_name(const Loss& loss, const StepRun& run, std::size_t nth) {
  std::string version = run.step.migration.version.text;  // may be any text in a sqitch plan
  cut(version, 20);
  const std::string tail =
      fmt::format("__{}__r{}{}", version, run.key.run, nth > 0 ? fmt::format("_{}", nth) : "");
  std::string head = fmt::format("{}__{}", loss.place.schema, loss.place.table);
  cut(head, 63 - tail.size());
  return head + tail;
}

std::string unused_name(const Loss& loss, StepRun& run) {
  for (std::size_t nth = 0;; ++nth) {
    std::string name = kept_name(loss, run, nth);
    if (run.connection.exec("SELECT FROM dunlin.kept WHERE name = $1", {name}).rows() == 0) return name;
  }
}

std::string definition_of(Connection& connection, const std::string& oid) {
  return connection
      .exec(R"(SELECT concat_ws(E'\n',
        (SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END, E',\n' ORDER BY attnum)
           FROM pg_attribute WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped),
        (SELECT string_agg('CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid), E'\n' ORDER BY conname) FROM pg_constraint WHERE conrelid = $1::oid),
        (SELECT string_agg(pg_get_indexdef(indexrelid), E'\n' ORDER BY indexrelid) FROM pg_index WHERE indrelid = $1::oid)))",
            {oid})
      .string(0, 0);
}

std::vector<std::string> primary_key(Connection& connection, const std::string& oid) {
  const auto rows = connection.exec(
      "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY "
      "(i.indkey) WHERE i.indrelid = $1::oid AND i.indisprimary",
      {oid});
  std::vector<std::string> columns;
  for (int row = 0; row < rows.rows(); ++row) columns.push_back(rows.string(row, 0));
  return columns;
}

// Every column of the table as it is copied: "name", or "name"::text AS "name" when its type goes.
std::vector<std::pair<std::string, std::string>> copied_columns(Connection& connection,
                                                                const std::string& oid,
                                                                const std::set<std::string>& types) {
  const auto rows = connection.exec(R"(
    SELECT attname, CASE WHEN atttypid >= 16384 THEN 't' || atttypid ELSE '' END,
           CASE WHEN attcollation >= 16384 THEN 'c' || attcollation ELSE '' END
    FROM pg_attribute WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum)",
                                    {oid});
  std::vector<std::pair<std::string, std::string>> columns;
  for (int row = 0; row < rows.rows(); ++row) {
    std::string expression = quote_identifier(rows.string(row, 0));
    const std::string type = rows.string(row, 1), collation = rows.string(row, 2);
    const bool goes = !type.empty() && !types.contains(type);
    if (goes) expression += "::text";
    if (!collation.empty() && !types.contains(collation)) expression += R"( COLLATE "default")";
    columns.emplace_back(rows.string(row, 0),
                         fmt::format("{} AS {}", expression, quote_identifier(rows.string(row, 0))));
  }
  return columns;
}

// What is copied: all of a table; of lost columns the rows that have a value, with their key (or whole rows
// without one).
std::string selection(Connection& connection, const Loss& loss, const std::string& table,
                      const std::set<std::string>& types) {
  const auto key = primary_key(connection, loss.oid);
  const auto is_in = [](const auto& names, const auto& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::vector<std::string> list;
  for (const auto& [name, expression] : copied_columns(connection, loss.oid, types)) {
    if (loss.columns.empty() || key.empty() || is_in(key, name) || is_in(loss.columns, name))
      list.push_back(expression);
  }
  std::string rows = fmt::format("SELECT {} FROM {}", join(list, ", "), table);
  if (loss.columns.empty()) return rows;
  std::vector<std::string> some;
  for (const auto& column : loss.columns) some.push_back(quote_identifier(column) + " IS NOT NULL");
  return fmt::format("{} WHERE {}", rows, join(some, " OR "));
}

void keep(StepRun& run, const Loss& loss, const std::set<std::string>& types) {
  auto& connection = run.connection;
  const std::string table = quote_identifier(loss.place.schema, loss.place.table);
  // Undoing the look ahead gave its locks back: nobody may write between the copy and the drop.
  connection.exec(Sql::trusted(fmt::format("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", table)));
  const std::string rows = selection(connection, loss, table, types);
  if (!connection.exec(Sql::trusted(fmt::format("SELECT EXISTS ({})", rows))).boolean(0, 0)) return;
  const std::string name = unused_name(loss, run);
  connection.exec("CREATE SCHEMA IF NOT EXISTS dunlin_kept");
  const auto copied = connection
                          .exec(Sql::trusted(fmt::format("CREATE TABLE {} AS {}",
                                                         quote_identifier("dunlin_kept", name), rows)))
                          .affected();
  const std::string origin = loss.place.schema + "." + loss.place.table +
                             (loss.columns.empty() ? "" : "(" + join(loss.columns, ", ") + ")");
  connection.exec(
      "INSERT INTO dunlin.kept (name, origin, what, rows, definition, version, run) VALUES ($1, $2, $3, "
      "$4::bigint, $5, $6, $7::bigint)",
      {name, origin, loss.columns.empty() ? "table" : "columns", std::to_string(copied),
       definition_of(connection, loss.oid), run.step.migration.version.text, std::to_string(run.key.run)});
  run.result.kept.push_back(fmt::format("dunlin_kept.{} ({} of {})", name,
                                        counted(static_cast<std::size_t>(copied), "row"), origin));
}

}  // namespace

void run_keeping_data(StepRun& run, std::size_t segment) {
  if (run.step.segments.empty()) return run_transaction(run, segment);
  run.result.kept.clear();
  run_one_by_one(run, segment, [&] {
    try {
      // Row security that hides rows from us must fail the copy rather than make it smaller.
      run.connection.exec("SET LOCAL row_security = off");
      const auto [losses, types] = foresee(run, segment);
      for (const auto& loss : losses) keep(run, loss, types);
      kill_point("data-kept");
    } catch (const postgres::SqlError& error) {
      throw StatementFailure{error, run.step.segments[segment].first, false};
    }
  });
}

void refuse_lone_loss(StepRun& run, std::size_t segment) {
  const auto index = run.step.segments[segment].first;
  const auto begun = [&](const auto& row) { return row.statement == run.ordinals[index]; };
  if (run.step.statements[index].kind != model::StatementKind::unit ||
      std::any_of(run.open_rows.begin(), run.open_rows.end(), begun))
    return;
  std::vector<std::string> lost;
  try {
    postgres::Transaction undone(run.connection);
    run.connection.exec(
        "SELECT pg_catalog.set_config('lock_timeout', $1, true), pg_catalog.set_config('row_security', "
        "'off', true)",
        {std::to_string(run.lock_timeout().count())});
    const auto [losses, types] = foresee(run, segment);
    for (const auto& loss : losses) {
      const auto rows =
          selection(run.connection, loss, quote_identifier(loss.place.schema, loss.place.table), types);
      if (run.connection.exec(Sql::trusted(fmt::format("SELECT EXISTS ({})", rows))).boolean(0, 0))
        lost.push_back(loss.place.schema + "." + loss.place.table);
    }
  } catch (const StatementFailure& failure) {
    const auto state = failure.error.sqlstate();
    if (state != "2D000" && state != "25001")
      throw;  // COMMIT in its body, or what refuses to be in a transaction
    lost.emplace_back("tables that can't be foreseen");
  }
  if (lost.empty()) return;
  throw refused(
      fmt::format("{}: this statement commits by itself, so rows of {} couldn't be kept",
                  to_string(run.text.span(run.step.statements[index])), printable(join(lost, ", "))),
      "let the rollback drop them in a transaction (without dunlin:unit alone), or say --drop-data");
}

std::vector<KeptTable> list_kept(Connection& connection) {
  std::vector<KeptTable> kept;
  if (!ledger_installed(connection)) return kept;
  const auto rows = connection.exec(
      R"(SELECT name, origin, what, rows, version, to_char(kept_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                                       FROM dunlin.kept WHERE purged_at IS NULL ORDER BY kept_at, name)");
  for (int row = 0; row < rows.rows(); ++row) {
    kept.push_back({rows.string(row, 0), rows.string(row, 1), rows.string(row, 2), rows.number(row, 3),
                    rows.string(row, 4), rows.string(row, 5)});
  }
  return kept;
}

void purge_kept(Connection& connection, const std::string& name) {
  const auto kept = list_kept(connection);
  if (std::none_of(kept.begin(), kept.end(), [&](const auto& table) { return table.name == name; })) {
    std::vector<std::string> names;
    for (const auto& table : kept) names.push_back(table.name);
    const auto near = nearest(name, names);
    throw usage_error(fmt::format("nothing is kept under the name '{}'", printable(name)),
                      near ? fmt::format("did you mean {}?", *near) : "dunlin purge lists what is kept");
  }
  postgres::Transaction transaction(connection);
  connection.exec(
      Sql::trusted(fmt::format("DROP TABLE IF EXISTS {}", quote_identifier("dunlin_kept", name))));
  connection.exec("UPDATE dunlin.kept SET purged_at = clock_timestamp() WHERE name = $1", {name});
  transaction.commit();
}

}  // namespace dunlin::migrate
