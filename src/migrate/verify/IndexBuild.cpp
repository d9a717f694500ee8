#include "migrate/verify/IndexBuild.hpp"

#include <chrono>
#include <fmt/format.h>
#include <optional>
#include <thread>
#include <vector>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Interrupt.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"
#include "sql/IndexStatement.hpp"

namespace dunlin::migrate {
namespace {

using postgres::Connection;
using postgres::Sql;

std::string written(const sql::QualifiedName& name) {
  return name.schema.empty() ? quote_identifier(name.name) : quote_identifier(name.schema, name.name);
}

struct Table {
  std::string oid;
  std::string schema;
};

std::optional<Table> find_table(Connection& connection, const sql::QualifiedName& name) {
  const auto row = connection.exec(
      "SELECT c.oid, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = "
      "to_regclass($1)",
      {written(name)});
  if (row.rows() == 0) return std::nullopt;
  return Table{row.string(0, 0), row.string(0, 1)};
}

// What stands under a name in a schema.
struct Occupant {
  std::string oid;
  std::string kind;   // pg_class.relkind
  std::string table;  // OID of the table when it is an index
  bool valid = true;
  std::string definition;
};

std::optional<Occupant> find_occupant(Connection& connection, const std::string& schema,
                                      const std::string& name) {
  const auto row = connection.exec(R"(
    SELECT c.oid, c.relkind, coalesce(i.indrelid::text, ''), coalesce(i.indisvalid AND i.indisready, true),
           CASE WHEN i.indexrelid IS NULL THEN '' ELSE pg_get_indexdef(c.oid) END
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
    WHERE n.nspname = $1 AND c.relname = $2)",
                                   {schema, name});
  if (row.rows() == 0) return std::nullopt;
  return Occupant{row.string(0, 0), row.string(0, 1), row.string(0, 2), row.boolean(0, 3), row.string(0, 4)};
}

// "CREATE UNIQUE INDEX name ON schema.table USING ..." -> "UNIQUE ... USING ...": without the two names.
std::string shape(const std::string& definition) {
  const auto using_at = definition.find(" USING ");
  return (definition.starts_with("CREATE UNIQUE") ? "UNIQUE" : "") +
         (using_at == std::string::npos ? definition : definition.substr(using_at));
}

// How the server would spell the index that the statement asks for: built on an empty copy of the table and
// undone.
std::optional<std::string> wanted_shape(Connection& connection, std::string_view sql, const Table& table) {
  const auto like = sql::create_index_like(sql, "dunlin_wanted_index", {"pg_temp", "dunlin_wanted_table"});
  if (!like) return std::nullopt;
  const auto name = connection.exec("SELECT $1::oid::regclass::text", {table.oid});
  try {
    postgres::Transaction undone(connection);
    connection.exec(Sql::trusted(fmt::format(
        "CREATE TEMPORARY TABLE dunlin_wanted_table (LIKE {} INCLUDING GENERATED INCLUDING STORAGE)",
        name.text(0, 0))));
    connection.exec(Sql::trusted(*like));
    const auto built = connection.exec("SELECT pg_get_indexdef('pg_temp.dunlin_wanted_index'::regclass)");
    return shape(built.string(0, 0));
  } catch (const postgres::SqlError& error) {
    if (error.is_connection_loss()) throw;
    return std::nullopt;  // e.g. no right to make temporary tables: then definitions can't be compared
  }
}

bool is_wanted(Connection& connection, std::string_view sql, const Table& table, const Occupant& occupant) {
  if (occupant.table != table.oid) return false;
  const auto wanted = wanted_shape(connection, sql, table);
  if (!wanted)
    throw refused("the definition of the index can't be compared with what the file asks for",
                  "compare it by hand, then: dunlin repair --statement done|again");
  return *wanted == shape(occupant.definition);
}

void drop_leftover(Connection& connection, const std::string& oid, const std::string& table_oid) {
  wait_for_running_build(connection, table_oid);
  const auto name = connection.exec(
      "SELECT c.oid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.oid = "
      "$1::oid AND NOT (i.indisvalid AND i.indisready)",
      {oid});
  if (name.rows() == 0) return;  // the build that we waited for finished it, or removed it
  connection.exec(Sql::trusted(fmt::format("DROP INDEX CONCURRENTLY IF EXISTS {}", name.text(0, 0))));
}

Error name_taken(const std::string& schema, const sql::CreateIndex& index, const Occupant& occupant) {
  const std::string what = occupant.kind != "i" && occupant.kind != "I"
                               ? "something that isn't an index"
                               : "another index: " + occupant.definition;
  return refused(
      fmt::format("the name {} is taken by {}", quote_identifier(schema, index.name), printable(what)),
      "rename one of them; dunlin doesn't take an index for the wanted one because of its name");
}

std::vector<std::string> index_oids(Connection& connection, const std::string& table_oid) {
  const auto rows =
      connection.exec("SELECT indexrelid FROM pg_index WHERE indrelid = $1::oid ORDER BY 1", {table_oid});
  std::vector<std::string> oids;
  for (int row = 0; row < rows.rows(); ++row) oids.push_back(rows.string(row, 0));
  return oids;
}

// Decides about a named index: what is there is the wanted one, a leftover, or in the way.
Verdict judge_named(Connection& connection, std::string_view sql, const sql::CreateIndex& index,
                    const Table& table, bool ours) {
  const auto occupant = find_occupant(connection, table.schema, index.name);
  if (!occupant) return Verdict::run;
  if (occupant->kind == "i" && occupant->table == table.oid && !occupant->valid) {
    drop_leftover(connection, occupant->oid, table.oid);
    const auto after = find_occupant(connection, table.schema, index.name);
    if (!after) return Verdict::run;
    return is_wanted(connection, sql, table, *after) ? Verdict::done
                                                     : throw name_taken(table.schema, index, *after);
  }
  if (occupant->kind == "I" && !occupant->valid)
    return Verdict::done;  // a partitioned parent's waits for its partitions
  if (!is_wanted(connection, sql, table, *occupant)) throw name_taken(table.schema, index, *occupant);
  if (ours || index.if_not_exists) return Verdict::done;
  return Verdict::run;  // it was there before us: the server says so in its own words
}

Verdict judge_anonymous(Connection& connection, std::string_view sql, const Table& table,
                        const Json& intent) {
  for (const auto& oid : index_oids(connection, table.oid)) {
    bool before = false;
    if (const auto* known = intent.find("indexes"); known != nullptr && known->elements() != nullptr) {
      for (const auto& element : *known->elements())
        before = before || (element.string() != nullptr && *element.string() == oid);
    }
    if (before) continue;
    const auto row = connection.exec(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
        "c.oid = $1::oid",
        {oid});
    if (row.rows() == 0) continue;
    const auto occupant = find_occupant(connection, row.string(0, 0), row.string(0, 1));
    if (occupant && !occupant->valid) {
      drop_leftover(connection, oid, table.oid);
    } else if (occupant && is_wanted(connection, sql, table, *occupant)) {
      return Verdict::done;
    }
  }
  return Verdict::run;
}

}  // namespace

void wait_for_running_build(Connection& connection, const std::string& table_oid) {
  for (int attempt = 0;; ++attempt) {
    const auto row = connection.exec(R"(
      SELECT a.pid, coalesce(a.application_name, ''), coalesce(left(regexp_replace(a.query, '\s+', ' ', 'g'), 100), '')
      FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'relation' AND l.relation = $1::oid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted
        AND l.pid <> pg_backend_pid() AND a.backend_type = 'client backend' LIMIT 1)",
                                     {table_oid});
    if (row.rows() == 0) return;
    if (interrupted())
      throw Error(ErrorCode::interrupted, "interrupted while waiting for another session's index build");
    if (attempt == 300) {
      throw Error(ErrorCode::lock_timeout,
                  fmt::format("an index of this table may still be built by pid {} ({}): {}", row.text(0, 0),
                              printable(row.text(0, 1)), printable(row.text(0, 2))),
                  "run the same command again when that has finished");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

Json prepare_index_build(Connection& connection, std::string_view sql, Verdict& verdict) {
  Json intent = Json::object();
  const auto index = sql::parse_create_index(sql);
  if (!index) return intent.set("unparsed", true);
  const auto table = find_table(connection, index->table);
  if (!table) return intent;  // the server says what is missing
  intent.set("table", table->oid).set("schema", table->schema).set("index", index->name);
  Json known = Json::array();
  for (const auto& oid : index_oids(connection, table->oid)) known.add(oid);
  intent.set("indexes", known);
  if (!index->name.empty()) verdict = judge_named(connection, sql, *index, *table, false);
  return intent;
}

Verdict inspect_index_build(Connection& connection, std::string_view sql, const Json& intent) {
  const auto index = sql::parse_create_index(sql);
  if (!index) {
    throw refused("a CREATE INDEX CONCURRENTLY that dunlin can't read was broken off",
                  "look at the table's indexes (\\d), drop one that is INVALID, then: dunlin repair "
                  "--statement done|again --reason TEXT");
  }
  const auto table = find_table(connection, index->table);
  if (!table) return Verdict::run;
  const auto* oid = intent.find("table");
  if (oid != nullptr && oid->string() != nullptr && *oid->string() != table->oid) {
    throw refused(
        fmt::format("table {} isn't the one on which the index build began (it was dropped and made again)",
                    written(index->table)),
        "look at it, then: dunlin repair --statement done|again --reason TEXT");
  }
  return index->name.empty() ? judge_anonymous(connection, sql, *table, intent)
                             : judge_named(connection, sql, *index, *table, true);
}

void confirm_index_build(Connection& connection, std::string_view sql, const Json& intent) {
  const auto index = sql::parse_create_index(sql);
  if (!index || intent.find("table") == nullptr) return;
  const auto table = find_table(connection, index->table);
  if (!table || index->name.empty()) return;
  const auto occupant = find_occupant(connection, table->schema, index->name);
  if (occupant && (occupant->valid || occupant->kind == "I")) return;
  throw Error(ErrorCode::failed,
              fmt::format("the server reported success, but index {} is {}",
                          quote_identifier(table->schema, index->name), occupant ? "INVALID" : "not there"),
              "run the same command again: it drops what is INVALID and builds it anew");
}

}  // namespace dunlin::migrate
