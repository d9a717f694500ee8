#include "Laboratory.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <future>
#include <thread>
#include <utility>

#include "base/Error.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::truth {
namespace {

using postgres::Connection;
using postgres::Sql;

constexpr std::string_view k_database = "truth";

// What all fixtures share, made once.
void make_database(const postgres::Cluster& cluster) {
  auto maintenance = Connection::open(cluster.target("postgres"), "truth_tables");
  maintenance.exec("CREATE ROLE someone");
  maintenance.exec("CREATE DATABASE truth");
  maintenance.exec("ALTER DATABASE truth SET search_path = truth, public");
  maintenance.exec("ALTER DATABASE truth SET statement_timeout = '60s'");
  maintenance.exec("SET allow_in_place_tablespaces = on");
  maintenance.exec("CREATE TABLESPACE other_space LOCATION ''");
  auto connection = Connection::open(cluster.target(std::string(k_database)), "truth_tables");
  connection.exec("CREATE SCHEMA elsewhere");
  connection.exec("CREATE EXTENSION citext SCHEMA public");
  connection.exec("CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler");
  connection.exec(
      "CREATE FUNCTION public.tell() RETURNS event_trigger LANGUAGE plpgsql AS"
      " $$ BEGIN RAISE NOTICE 'table_rewrite %', pg_event_trigger_table_rewrite_reason(); END $$");
  connection.exec("CREATE EVENT TRIGGER tell ON table_rewrite EXECUTE FUNCTION public.tell()");
}

// Takes back what forms leave outside of their schema.
void sweep(Connection& connection) {
  const auto leftovers = connection.exec(
      "SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication"
      " UNION ALL SELECT format('DROP DATABASE %I', datname) FROM pg_database WHERE datname = 'made'"
      " UNION ALL SELECT format('DROP TABLESPACE %I', spcname) FROM pg_tablespace WHERE spcname = 'made'");
  for (int row = 0; row < leftovers.rows(); ++row) connection.exec(Sql::trusted(leftovers.string(row, 0)));
  connection.exec("ALTER SYSTEM RESET ALL");
  connection.exec("DROP SCHEMA IF EXISTS truth CASCADE");
}

// Locks of a session on known relations, granted or waited for, are added to `locks`.
void read_locks(Connection& connection, const std::string& pid, const Relations& known,
                std::map<std::int64_t, model::LockLevel>& locks) {
  const auto result = connection.exec(
      "SELECT relation, mode FROM pg_locks WHERE pid::text = $1 AND locktype = 'relation'"
      " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
      {pid});
  for (int row = 0; row < result.rows(); ++row) {
    const auto level = model::parse_lock_level(result.text(row, 1));
    const std::int64_t relation = result.number(row, 0);
    if (!level || !known.contains(relation)) continue;
    locks[relation] = std::max(locks[relation], *level);
  }
}

// Whether one session waits for another. (A concurrent build also waits for the snapshots of whoever looks at
// it, for a moment: that isn't meant.)
bool waits_for(Connection& connection, const std::string& pid, const std::string& holder) {
  return connection.exec("SELECT $2::integer = ANY (pg_blocking_pids($1::integer))", {pid, holder})
      .boolean(0, 0);
}

std::string pid_of(Connection& connection) {
  return connection.exec("SELECT pg_backend_pid()").string(0, 0);
}

// Runs the statements; the SQLSTATE of the first that fails, or "".
std::string sqlstate_of(Connection& connection, const std::vector<std::string>& statements) {
  try {
    for (const auto& statement : statements) connection.exec(Sql::trusted(statement));
  } catch (const postgres::SqlError& error) {
    return error.sqlstate();
  }
  return "";
}

// Transactions that make a statement on `table` wait where it asks for a lock that conflicts: a reader, a
// writer, another schema change, somebody who has the table for himself. Planning a query locks the table's
// indexes too, until the end of the transaction.
std::vector<std::vector<std::string>> transactions_that_hold(const std::string& table) {
  return {{"BEGIN", fmt::format("SELECT 1 FROM ONLY truth.{} LIMIT 0", table)},
          {"BEGIN", fmt::format("DELETE FROM ONLY truth.{} WHERE false", table)},
          {"BEGIN", fmt::format("LOCK TABLE ONLY truth.{} IN SHARE UPDATE EXCLUSIVE MODE", table)},
          {"BEGIN", fmt::format("LOCK TABLE ONLY truth.{} IN ACCESS EXCLUSIVE MODE", table)}};
}

// The same for an index: the one statement that locks an index and not its table (SHARE UPDATE EXCLUSIVE).
std::vector<std::vector<std::string>> transactions_that_hold_index(const std::string& index) {
  return {{"BEGIN", fmt::format("ALTER INDEX truth.{} SET (fillfactor = 90)", index)}};
}

}  // namespace

Laboratory::Laboratory(const postgres::Cluster& cluster, Fixtures fixtures)
    : target_((make_database(cluster), cluster.target(std::string(k_database)))),
      fixtures_(std::move(fixtures)),
      session_(connect()),
      observer_(connect()) {
  session_.set_on_notice([this](const std::string&, const std::string& text) { messages_.push_back(text); });
}

Connection Laboratory::connect() const {
  return Connection::open(target_, "truth_tables");
}

int Laboratory::major() const {
  return session_.server_version() / 10000;
}

Outcome Laboratory::measure(const Form& form) {
  Evidence evidence;
  try {
    if (!measure_in_block(form, evidence)) measure_alone(form, evidence);
  } catch (const postgres::SqlError& error) {
    if (!is_for_others(form, major())) throw;
    evidence.sqlstate = error.sqlstate();  // this version refuses the preparation already
  }
  check(form, evidence);
  return conclude(form, evidence);
}

void Laboratory::run(const std::vector<std::string>& statements) {
  for (const auto& statement : statements) {
    try {
      session_.exec(Sql::trusted(statement));
    } catch (postgres::SqlError& error) {
      error.set_fact("statement", statement);
      throw;
    }
  }
}

void Laboratory::prepare(const Form& form) {
  session_.exec("DISCARD ALL");
  if (loaded_ != form.fixture) {
    loaded_.clear();
    sweep(session_);
    session_.exec("CREATE SCHEMA truth");
    run(fixtures_.at(form.fixture));
    loaded_ = form.fixture;
  }
  if (!form.preparation.empty()) loaded_.clear();
  run(form.preparation);
  session_.exec("SET client_min_messages = debug1");
}

// False: the server says that it can't run in a transaction block (25001).
bool Laboratory::measure_in_block(const Form& form, Evidence& evidence) {
  prepare(form);
  const postgres::Transaction transaction(session_);
  evidence.before = read_relations(session_);
  messages_.clear();
  evidence.sqlstate = sqlstate_of(session_, form.measured);
  evidence.messages = std::exchange(messages_, {});
  if (evidence.sqlstate.empty()) {
    read_locks(observer_, pid_of(session_), evidence.before, evidence.locks);
    evidence.after = read_relations(session_, evidence.before);
  }
  return evidence.sqlstate != "25001";
}

void Laboratory::measure_alone(const Form& form, Evidence& evidence) {
  loaded_.clear();
  prepare(form);
  evidence.alone = true;
  evidence.before = read_relations(observer_);
  messages_.clear();
  evidence.sqlstate = sqlstate_of(session_, form.measured);
  evidence.messages = std::exchange(messages_, {});
  evidence.after = read_relations(observer_, evidence.before);
  loaded_.clear();
  if (evidence.sqlstate.empty()) sample_behind_each_lock(form, evidence);
}

// What commits on its own way leaves no locks to look at. So it is run again and again, each time behind a
// transaction that holds one lock on one table, and looked at while it waits.
void Laboratory::sample_behind_each_lock(const Form& form, Evidence& evidence) {
  for (const auto& [oid, relation] : evidence.before) {
    if (relation.kind == 'r' || relation.kind == 'p' || relation.kind == 'm')
      for (const auto& lock : transactions_that_hold(relation.name)) sample_behind(form, lock, evidence);
    if (relation.kind == 'i')
      for (const auto& lock : transactions_that_hold_index(relation.name))
        sample_behind(form, lock, evidence);
  }
  sample_behind(form, {"BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT 1"}, evidence);
}

void Laboratory::sample_behind(const Form& form, const std::vector<std::string>& lock, Evidence& evidence) {
  prepare(form);
  loaded_.clear();
  const Relations relations = read_relations(observer_);
  const std::string pid = pid_of(session_);
  auto holder = connect();
  const std::string holder_pid = pid_of(holder);
  if (!sqlstate_of(holder, lock).empty()) return;  // a materialized view can't be locked so

  auto statement = std::async(std::launch::async, [&] { return sqlstate_of(session_, form.measured); });
  std::map<std::int64_t, model::LockLevel> locks;
  while (statement.wait_for(std::chrono::milliseconds(1)) != std::future_status::ready) {
    if (!waits_for(observer_, pid, holder_pid)) continue;
    read_locks(observer_, pid, relations, locks);
    break;
  }
  holder.exec("ROLLBACK");
  const std::string sqlstate = statement.get();
  if (!sqlstate.empty())
    throw Error(ErrorCode::failed,
                fmt::format("{} fails behind \"{}\": {}", form.name, lock.back(), sqlstate));

  // The fixture was made anew: the same relations by name, with other oids.
  for (const auto& [oid, level] : locks)
    for (const auto& [known, relation] : evidence.before)
      if (relation.name == relations.at(oid).name) {
        auto& strongest = evidence.locks[known];
        strongest = std::max(strongest, level);
      }
}

void Laboratory::check(const Form& form, const Evidence& evidence) {
  const bool must_fail = is_refused(form, major());
  if (must_fail != evidence.sqlstate.empty()) return;
  complaints_.push_back(must_fail ? fmt::format("{} was to fail and didn't", form.name)
                                  : fmt::format("{} fails with {}", form.name, evidence.sqlstate));
}

}  // namespace dunlin::truth
