#include "migrate/verify/Verifier.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "migrate/verify/IndexBuild.hpp"
#include "sql/IndexStatement.hpp"
#include "sql/Split.hpp"
#include "sql/TokenStream.hpp"

namespace dunlin::migrate {
namespace {

using model::StatementKind;
using postgres::Connection;
using postgres::Sql;

std::string written(const sql::QualifiedName& name) {
  return name.schema.empty() ? quote_identifier(name.name) : quote_identifier(name.schema, name.name);
}

std::string oid_of(Connection& connection, const sql::QualifiedName& name) {
  return connection.exec("SELECT to_regclass($1)::oid", {written(name)}).string(0, 0);
}

std::string remembered(const Json& intent, std::string_view what) {
  const auto* value = intent.find(what);
  return value != nullptr && value->string() != nullptr ? *value->string() : "";
}

Json prepare_drop_index(Connection& connection, std::string_view sql) {
  const auto named = sql::parse_named_objects(sql);
  if (!named || named->names.empty()) return Json::object();
  return Json::object().set("index", oid_of(connection, named->names.front()));
}

// Done when the index that was there before is gone. What wasn't there can't have been dropped by us: the
// server says so again. (DROP INDEX CONCURRENTLY takes one name only.)
Verdict inspect_drop_index(Connection& connection, const Json& intent) {
  const auto index = remembered(intent, "index");
  if (index.empty()) return Verdict::run;
  return connection.exec("SELECT FROM pg_class WHERE oid = $1::oid", {index}).rows() == 0 ? Verdict::done
                                                                                          : Verdict::run;
}

// A broken-off REINDEX CONCURRENTLY leaves INVALID copies called x_ccnew and x_ccold (PostgreSQL docs,
// REINDEX), also of the index of a table's TOAST table and on the partitions of what was named.
Verdict inspect_reindex(Connection& connection, std::string_view sql) {
  const auto named = sql::parse_named_objects(sql);
  const auto rows = connection.exec(
      R"(
    WITH named AS (SELECT to_regclass($1)::oid AS oid UNION SELECT relid FROM pg_partition_tree(to_regclass($1))),
         tables AS (SELECT oid FROM named UNION SELECT indrelid FROM pg_index WHERE indexrelid IN (SELECT oid FROM named))
    SELECT i.indexrelid::regclass::text, i.indrelid
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relname ~ '_cc(new|old)\d*$'
      AND ($1::text IS NULL OR i.indrelid IN (SELECT oid FROM tables)
           OR i.indrelid IN (SELECT reltoastrelid FROM pg_class WHERE oid IN (SELECT oid FROM tables))))",
      {named && !named->names.empty() ? postgres::Parameter(written(named->names.front())) : std::nullopt});
  for (int row = 0; row < rows.rows(); ++row) {
    wait_for_running_build(connection, rows.string(row, 1));
    connection.exec(Sql::trusted(fmt::format("DROP INDEX CONCURRENTLY IF EXISTS {}", rows.text(row, 0))));
  }
  return Verdict::run;
}

Json prepare_detach(Connection& connection, std::string_view sql) {
  const auto named = sql::parse_named_objects(sql);
  if (!named || named->names.size() < 2) return Json::object();
  const auto row = connection.exec(
      "SELECT inhparent, inhrelid FROM pg_inherits WHERE inhparent = to_regclass($1) AND inhrelid = "
      "to_regclass($2)",
      {written(named->names[0]), written(named->names[1])});
  if (row.rows() == 0) return Json::object();
  return Json::object().set("table", row.string(0, 0)).set("partition", row.string(0, 1));
}

// Done when the tables that belonged together no longer do. A detachment that has begun can only be finished.
Verdict inspect_detach(Connection& connection, std::string_view sql, const Json& intent) {
  const auto named = sql::parse_named_objects(sql);
  const auto table = remembered(intent, "table");
  if (!named || named->names.size() < 2 || table.empty()) return Verdict::run;
  const auto row = connection.exec(
      "SELECT inhdetachpending FROM pg_inherits WHERE inhparent = $1::oid AND inhrelid = $2::oid",
      {table, remembered(intent, "partition")});
  if (row.rows() == 0) return Verdict::done;
  if (!row.boolean(0, 0)) return Verdict::run;
  connection.exec(Sql::trusted(fmt::format("ALTER TABLE {} DETACH PARTITION {} FINALIZE",
                                           written(named->names[0]), written(named->names[1]))));
  return Verdict::done;
}

// CREATE/DROP DATABASE, TABLESPACE, SUBSCRIPTION name: is the object there?
bool shared_object_exists(Connection& connection, std::string_view sql) {
  sql::TokenStream tokens(sql);
  tokens.advance();
  const auto kind = to_lower(tokens.text());
  tokens.advance();
  if (!tokens.accept_words("if", "not", "exists")) tokens.accept_words("if", "exists");
  const auto name = tokens.accept_name();
  if (!name) return false;
  return connection
      .exec(R"(SELECT CASE $1 WHEN 'database' THEN EXISTS (SELECT FROM pg_database WHERE datname = $2)
                              WHEN 'tablespace' THEN EXISTS (SELECT FROM pg_tablespace WHERE spcname = $2)
                              ELSE EXISTS (SELECT FROM pg_stat_subscription WHERE subname = $2) END)",
            {kind, name->name})
      .boolean(0, 0);
}

bool existed(const Json& intent) {
  const auto* existed = intent.find("existed");
  return existed != nullptr && existed->is_true();
}

}  // namespace

Json prepare(Connection& connection, const LoneStatement& statement, Verdict& verdict) {
  verdict = Verdict::run;
  if (statement.kind == StatementKind::create_index_concurrently)
    return prepare_index_build(connection, statement.sql, verdict);
  if (statement.kind == StatementKind::create_database || statement.kind == StatementKind::drop_database) {
    return Json::object().set("existed", shared_object_exists(connection, statement.sql));
  }
  if (statement.kind == StatementKind::drop_index_concurrently)
    return prepare_drop_index(connection, statement.sql);
  if (statement.kind == StatementKind::detach_concurrently ||
      statement.kind == StatementKind::detach_finalize)
    return prepare_detach(connection, statement.sql);
  return Json::object();
}

Verdict inspect(Connection& connection, const LoneStatement& statement, const Json& intent) {
  switch (statement.kind) {
    case StatementKind::create_index_concurrently:
      return inspect_index_build(connection, statement.sql, intent);
    case StatementKind::drop_index_concurrently: return inspect_drop_index(connection, intent);
    case StatementKind::reindex: return inspect_reindex(connection, statement.sql);
    case StatementKind::detach_concurrently:
    case StatementKind::detach_finalize: return inspect_detach(connection, statement.sql, intent);
    case StatementKind::create_database: {
      return !existed(intent) && shared_object_exists(connection, statement.sql) ? Verdict::done
                                                                                 : Verdict::run;
    }
    case StatementKind::drop_database:
      return existed(intent) && !shared_object_exists(connection, statement.sql) ? Verdict::done
                                                                                 : Verdict::run;
    case StatementKind::unit:
      throw refused(fmt::format("a statement that commits by itself was broken off, and its effect can't be "
                                "told from the catalog: {}",
                                sql::one_line(statement.sql, 100)),
                    "look at what it did, then say so: dunlin repair --statement done|again --reason TEXT. A "
                    "query above "
                    "it (-- dunlin:verify SELECT ...) would tell");
    default: return Verdict::run;
  }
}

void confirm(Connection& connection, const LoneStatement& statement, const Json& intent) {
  if (statement.kind == StatementKind::create_index_concurrently)
    confirm_index_build(connection, statement.sql, intent);
}

}  // namespace dunlin::migrate
