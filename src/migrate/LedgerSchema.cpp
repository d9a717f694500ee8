#include "migrate/LedgerSchema.hpp"

#include <array>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::migrate {
namespace {

using postgres::Sql;
constexpr int k_format = 1;

// A ledger row says what was begun, its completion that the last segment has committed. A row's `previous`
// points to the *completion* of its predecessor, so the database itself refuses anything after an unfinished
// migration, also when both were sent before the first answer came back.
void create_tables(postgres::Connection& connection) {
  connection.exec_together(
      {"CREATE SCHEMA dunlin",
       "COMMENT ON SCHEMA dunlin IS 'dunlin: the journal of what was migrated; written by dunlin only'",
       "CREATE TABLE dunlin.format (version int NOT NULL)",
       R"(CREATE TABLE dunlin.run (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    command       text NOT NULL,
    started_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at   timestamptz,
    outcome       text,
    error         jsonb,
    reason        text,
    actor         text NOT NULL,
    host          text NOT NULL,
    client_pid    int NOT NULL,
    backend_pid   int NOT NULL DEFAULT pg_backend_pid(),
    database_user text NOT NULL DEFAULT session_user,
    tool_version  text NOT NULL,
    git_revision  text))",
       R"(CREATE TABLE dunlin.completion (
    entry        text PRIMARY KEY,
    outcome      text NOT NULL CHECK (outcome IN ('done', 'abandoned')),
    checksum     text NOT NULL,
    sql_checksum text NOT NULL,
    finished_at  timestamptz NOT NULL DEFAULT clock_timestamp()))",
       R"(CREATE TABLE dunlin.ledger (
    hash            text PRIMARY KEY,
    previous        text NOT NULL UNIQUE REFERENCES dunlin.completion (entry),
    position        bigint NOT NULL,
    kind            text NOT NULL CHECK (kind IN ('up', 'down', 'repeatable', 'baseline', 'adopted', 'forgotten')),
    version         text NOT NULL,
    numbering       text NOT NULL CHECK (numbering IN ('sequential', 'dated', 'planned')),
    name            text NOT NULL,
    dialect         text NOT NULL,
    file            text NOT NULL,
    checksum        text NOT NULL,
    metadata        jsonb NOT NULL,
    rollback_sql    text,
    rollback_source text,
    rollback_file   text,
    reason          text,
    run             bigint NOT NULL REFERENCES dunlin.run (id),
    started_at      timestamptz NOT NULL DEFAULT clock_timestamp()))",
       R"(CREATE TABLE dunlin.journal (
    entry       text NOT NULL REFERENCES dunlin.ledger (hash),
    statement   int NOT NULL,
    segment     int NOT NULL,
    kind        text NOT NULL,
    state       text NOT NULL CHECK (state IN ('intent', 'done')),
    sql         text NOT NULL,
    sql_hash    text NOT NULL,
    data_hash   text,
    data_bytes  bigint,
    intent      jsonb,
    run         bigint NOT NULL,
    began_at    timestamptz NOT NULL DEFAULT transaction_timestamp(),
    finished_at timestamptz DEFAULT clock_timestamp(),
    PRIMARY KEY (entry, statement)))",
       R"(CREATE TABLE dunlin.kept (
    name       text PRIMARY KEY,
    origin     text NOT NULL,
    what       text NOT NULL,
    rows       bigint NOT NULL,
    definition text NOT NULL,
    version    text NOT NULL,
    run        bigint NOT NULL REFERENCES dunlin.run (id),
    kept_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    purged_at  timestamptz))",
       R"(INSERT INTO dunlin.completion (entry, outcome, checksum, sql_checksum)
          VALUES (repeat('0', 64), 'done', '', ''))"});
  connection.exec("INSERT INTO dunlin.format VALUES ($1::int)", {std::to_string(k_format)});
}

// Says what is missing; anything else goes on as it is.
[[noreturn]] void explain(const postgres::SqlError& error, const std::string& user,
                          const std::string& database) {
  if (error.sqlstate() == "42501") {
    throw refused(
        fmt::format("role {} may not create the schema dunlin, which holds the ledger", user),
        fmt::format("as the database's owner: GRANT CREATE ON DATABASE \"{}\" TO \"{}\"", database, user));
  }
  if (error.sqlstate() == "25006") {
    throw refused("this server or session is read-only: nothing can be migrated here",
                  "connect to the primary server");
  }
  throw error;
}

}  // namespace

Error ledger_denied(postgres::Connection& connection) {
  const auto row = connection.exec(
      "SELECT nspowner::regrole::text, quote_ident(current_user) FROM pg_namespace WHERE nspname = 'dunlin'");
  const std::string owner = row.rows() == 0 ? "another role" : row.string(0, 0);
  const std::string me = row.rows() == 0 ? connection.facts().user : row.string(0, 1);
  return refused(
      fmt::format("role {} may not use the ledger of this database: schema dunlin belongs to {}", me, owner),
      fmt::format("connect as {0}, or let a DBA run GRANT {0} TO {1}; for what only reads (status, pack):\n"
                  "  GRANT USAGE ON SCHEMA dunlin TO {1};\n"
                  "  GRANT SELECT ON ALL TABLES IN SCHEMA dunlin TO {1};",
                  owner, me));
}

bool ledger_exists(postgres::Connection& connection) try {
  const auto found = connection.exec(
      "SELECT to_regclass('dunlin.ledger') IS NOT NULL, to_regclass('dunlin.format') IS NOT NULL, "
      "to_regnamespace('dunlin') IS NOT NULL");
  if (found.boolean(0, 2) && !found.boolean(0, 1)) {
    throw refused("schema dunlin exists but isn't dunlin's ledger",
                  "rename that schema: dunlin keeps its journal in a schema of this name");
  }
  return found.boolean(0, 0);
} catch (const postgres::SqlError& error) {
  if (error.sqlstate() == "42501") throw ledger_denied(connection);
  throw;
}

void require_known_format(const postgres::Result& row) {
  const auto format = row.number(0, 0);
  if (format <= k_format) return;
  throw refused(
      fmt::format(
          "the ledger of this database has format {}, written by a newer dunlin; this one knows format {}",
          format, k_format),
      "install the newer dunlin");
}

bool ledger_installed(postgres::Connection& connection) try {
  if (!ledger_exists(connection)) return false;
  require_known_format(connection.exec(k_format_query));
  return true;
} catch (const postgres::SqlError& error) {
  if (error.sqlstate() == "42501") throw ledger_denied(connection);
  throw;
}

void install_ledger(postgres::Connection& connection) {
  if (ledger_installed(connection)) return;
  try {
    postgres::Transaction transaction(connection);
    // Behind a pooler there is no lease: whoever comes second waits here and finds the ledger.
    connection.exec("SELECT pg_advisory_xact_lock(1685417580, 2)");
    // What to_regclass remembers is renewed when a table is opened, not by having waited for that lock.
    connection.exec("SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'dunlin'");
    if (ledger_installed(connection)) return;
    create_tables(connection);
    transaction.commit();
  } catch (const postgres::SqlError& error) {
    explain(error, connection.facts().user, connection.facts().database);
  }
}

}  // namespace dunlin::migrate
