#include "transfer/assess/TryScripts.hpp"

#include <fmt/format.h>
#include <string>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"
#include "sql/Split.hpp"

namespace dunlin::transfer {
namespace {

// Each session has its own: two trials on one database don't wait for each other.
std::string trial_schema(postgres::Connection& connection) {
  return fmt::format("dunlin_trial_{}", connection.facts().backend_pid);
}

void run_in_trial(postgres::Connection& connection, const std::string& sql) {
  connection.exec(postgres::Sql::trusted(sql));
}

// Where the load looks for names too: in public, and wherever citext is.
void begin_trial_schema(postgres::Connection& connection) {
  const std::string schema = trial_schema(connection);
  run_in_trial(connection, fmt::format("CREATE SCHEMA {}", schema));
  connection.exec(
      R"(SELECT pg_catalog.set_config('search_path', $1 || ', public' || coalesce(
           (SELECT ', ' || pg_catalog.quote_ident(n.nspname) FROM pg_catalog.pg_extension e
            JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'citext'), ''), true))",
      {schema});
}

// The memory for locks is everybody's: a trial that takes more than half of it is ended before others find
// none (PostgreSQL docs, max_locks_per_transaction).
class LocksOfTrial {
 public:
  explicit LocksOfTrial(postgres::Connection& connection) : connection_(connection) {}

  // To be called before each statement. Says why the trial ends here; "" when it goes on.
  std::string exhausted() {
    if (++statements_ % k_statements_between != 0) return "";
    const auto found = connection_.exec(
        R"(SELECT (SELECT count(DISTINCT (locktype, database, relation, classid, objid, objsubid)) FROM pg_catalog.pg_locks
                   WHERE pid = pg_catalog.pg_backend_pid()) * 2 >
                  current_setting('max_locks_per_transaction')::bigint * (current_setting('max_connections')::bigint +
                  current_setting('max_prepared_transactions')::bigint), current_setting('max_locks_per_transaction'))");
    if (!found.boolean(0, 0)) return "";
    return fmt::format(
        "{} statements were tried and taken, then their locks were half of those that the server has room "
        "for "
        "(max_locks_per_transaction is {})",
        statements_ - 1, found.string(0, 1));
  }

 private:
  static constexpr int k_statements_between = 25;
  postgres::Connection& connection_;
  int statements_ = 0;
};

Problem not_tried(const std::string& why) {
  return {.rule = "schema-not-tried",
          .weight = Weight::note,
          .object = "",
          .message = "what PostgreSQL makes of the schema is known when it is made: " + why};
}

// The statements before the rollback's, until one is refused.
bool run_script(postgres::Connection& connection, const char* name, const std::string& script,
                LocksOfTrial& locks, std::vector<Problem>& problems) {
  const std::string up = script.substr(0, script.rfind("\n-- dunlin:down\n"));
  for (const auto& statement : sql::split({.text = up, .file = name})) {
    const std::string text = up.substr(statement.offset, statement.length);
    if (const auto why = locks.exhausted(); !why.empty()) {
      problems.push_back(not_tried(why));
      return false;
    }
    try {
      run_in_trial(connection, text);
    } catch (const postgres::SqlError& error) {
      if (error.is_of_the_server()) throw;
      problems.push_back(
          {.rule = "schema-not-taken",
           .weight = Weight::refused,
           .object = name,
           .message = fmt::format("tried on empty tables, PostgreSQL refuses: {}: {}", error.message(),
                                  sql::one_line(text, 200)),
           .hint =
               "in [transfer] of dunlin.toml: leave out what isn't needed (skip), or give it another type "
               "(to) or name (rename)"});
      return false;
    }
  }
  return true;
}

// A default that its own column doesn't take fails every INSERT that relies on it: DECIMAL(3,1) DEFAULT
// 99999.
void try_defaults(postgres::Connection& connection, std::vector<Problem>& problems) {
  const auto columns = connection.exec(
      R"(SELECT c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), pg_catalog.pg_get_expr(d.adbin, d.adrelid)
         FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_class c ON c.oid = d.adrelid
         JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
         WHERE c.relnamespace = $1::regnamespace AND a.attgenerated = '' AND NOT c.relispartition ORDER BY 1, 2)",
      {trial_schema(connection)});
  for (int row = 0; row < columns.rows(); ++row) {
    run_in_trial(connection, "SAVEPOINT dunlin_default");
    try {
      run_in_trial(connection, fmt::format("CREATE TABLE dunlin_default (c {} DEFAULT {})",
                                           columns.string(row, 2), columns.string(row, 3)));
      run_in_trial(connection, "INSERT INTO dunlin_default DEFAULT VALUES");
    } catch (const postgres::SqlError& error) {
      if (error.is_of_the_server()) throw;
      problems.push_back(
          {.rule = "default-fails",
           .weight = Weight::changed,
           .object = columns.string(row, 0) + "." + columns.string(row, 1),
           .message = fmt::format("its default {} isn't taken by the column's type, {}: {}",
                                  columns.string(row, 3), columns.string(row, 2), error.message()),
           .hint = "every INSERT that leaves the column out will fail: give it another type (to) "
                   "in [[transfer.column]], or take the default out of the first migration"});
    }
    run_in_trial(connection, "ROLLBACK TO SAVEPOINT dunlin_default");
    run_in_trial(connection, "RELEASE SAVEPOINT dunlin_default");
  }
}

// Those that are refused are taken back, so that the others are tried all the same.
void run_logic(postgres::Connection& connection, const Scripts& scripts, ScriptTrial& out) {
  for (const auto& [object, text] : scripts.logic) {
    run_in_trial(connection, "SAVEPOINT dunlin_logic");
    try {
      for (const auto& statement : sql::split({.text = text, .file = object}))
        run_in_trial(connection, text.substr(statement.offset, statement.length));
    } catch (const postgres::SqlError& error) {
      if (error.is_of_the_server()) throw;
      out.refused.emplace(object, error.message());
      run_in_trial(connection, "ROLLBACK TO SAVEPOINT dunlin_logic");
    }
    run_in_trial(connection, "RELEASE SAVEPOINT dunlin_logic");
  }
}

}  // namespace

ScriptTrial try_scripts(postgres::Connection& connection, const Scripts& scripts) {
  ScriptTrial out;
  const postgres::Transaction never_committed(connection);
  try {
    begin_trial_schema(connection);
    LocksOfTrial locks(connection);
    if (!run_script(connection, "tables", scripts.before_data, locks, out.problems)) return out;
    try_defaults(connection, out.problems);
    if (run_script(connection, "keys", scripts.after_data, locks, out.problems))
      run_logic(connection, scripts, out);
  } catch (const postgres::SqlError& error) {
    if (error.ends_the_work()) throw;
    out.problems.push_back(not_tried(error.message()));
  }
  return out;
}

}  // namespace dunlin::transfer
