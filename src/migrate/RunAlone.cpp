#include "base/KillPoint.hpp"
#include "migrate/FileSession.hpp"
#include "migrate/LoneJournal.hpp"
#include "migrate/StepRun.hpp"
#include "migrate/verify/Verifier.hpp"
#include "migrate/verify/VerifyQuery.hpp"

namespace dunlin::migrate {
namespace {

using postgres::Sql;

// CONCURRENTLY forms wait for old snapshots, not in the table's queue: nobody queues behind them, so they may
// wait long.
bool waits_for_snapshots(model::StatementKind kind) {
  return kind == model::StatementKind::create_index_concurrently ||
         kind == model::StatementKind::drop_index_concurrently || kind == model::StatementKind::reindex ||
         kind == model::StatementKind::detach_concurrently;
}

// What the session's own timeouts were (the role's, the server's, the file's): what follows a statement with
// other needs runs under them again.
class OwnTimeouts {
 public:
  explicit OwnTimeouts(postgres::Connection& connection)
      : connection_(connection),
        before_(
            connection.exec("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")) {
  }
  ~OwnTimeouts() {
    try {
      if (connection_.broken() || connection_.in_transaction()) return;
      connection_.exec(
          "SELECT pg_catalog.set_config('lock_timeout', $1, false), "
          "pg_catalog.set_config('statement_timeout', $2, false)",
          {before_.string(0, 0), before_.string(0, 1)});
    } catch (const Error&) {
      // The connection broke: the session's settings went with it.
    }
  }
  OwnTimeouts(const OwnTimeouts&) = delete;
  OwnTimeouts& operator=(const OwnTimeouts&) = delete;

 private:
  postgres::Connection& connection_;
  postgres::Result before_;
};

void set_timeouts(const StepRun& run, model::StatementKind kind) {
  if (run.step.migration.options.own_timeouts) return;
  const auto lock = waits_for_snapshots(kind) ? run.options.policy.concurrent_timeout : run.lock_timeout();
  const auto statement = run.statement_timeout();
  run.connection.exec(
      "SELECT pg_catalog.set_config('lock_timeout', $1, false), pg_catalog.set_config('statement_timeout', "
      "$2, false)",
      {std::to_string(lock.count()), waits_for_snapshots(kind) || statement.empty() ? "0" : statement});
}

bool runs_alone_now(const StepRun& run, int ordinal) {
  for (std::size_t i = 0; i < run.step.statements.size(); ++i) {
    if (run.ordinals[i] == ordinal && model::runs_alone(run.step.statements[i].kind)) return true;
  }
  return false;
}

// Its own query says whether a statement has run of which the catalog tells nothing.
bool is_verified_by_query(const StepRun& run, std::size_t statement) {
  const auto& lone = run.step.statements[statement];
  return lone.has_verify &&
         (lone.kind == model::StatementKind::unit || lone.kind == model::StatementKind::rerunnable);
}

Verdict inspect_broken(StepRun& run, std::size_t statement, const LoneStatement& lone, const Json& intent) {
  if (!is_verified_by_query(run, statement)) return inspect(run.connection, lone, intent);
  bool verified = false;
  in_role(run, statement, [&] {
    verified = is_verified(run.connection, run.text.verify_query(run.step.statements[statement]));
  });
  return verified ? Verdict::done : Verdict::run;
}

Verdict judge(StepRun& run, std::size_t segment, std::size_t statement, Json& intent) {
  const auto journal = run.journal_statement(statement, segment);
  const LoneStatement lone{journal.kind, journal.sql};
  const auto* broken = broken_intent(run, journal.ordinal);
  if (broken != nullptr && broken->sql == journal.sql) {
    intent = Json::parse(broken->intent.empty() ? "{}" : broken->intent);
    return inspect_broken(run, statement, lone, intent);
  }
  if (broken != nullptr) clear_changed_intent(run, *broken);
  Verdict verdict = Verdict::run;
  intent = prepare(run.connection, lone, verdict);
  write_intent(run, segment, statement, intent);
  return verdict;
}

void require_verified_statement(StepRun& run, std::size_t statement) {
  const auto query = run.text.verify_query(run.step.statements[statement]);
  if (query.empty()) return;
  in_role(run, statement, [&] { require_verified(run.connection.exec(Sql::trusted(query)), query); });
}

void run_statement(StepRun& run, std::size_t segment) {
  const std::size_t statement = run.step.segments[segment].first;
  const auto journal = run.journal_statement(statement, segment);
  Json intent = Json::object();
  kill_point("before-intent");
  const OwnTimeouts own(run.connection);
  set_timeouts(run, model::StatementKind::create_index_concurrently);
  const Verdict verdict = judge(run, segment, statement, intent);
  kill_point("after-intent");
  if (run.observer) run.observer(model::StatementStarted{run.step, statement, journal.sql});
  if (verdict == Verdict::run) {
    set_timeouts(run, journal.kind);
    in_role(run, statement, [&] { run.connection.exec(Sql::trusted(journal.sql)); });
    kill_point("after-alone");
    confirm(run.connection, {journal.kind, journal.sql}, intent);
  }
  if (verdict == Verdict::run || !is_verified_by_query(run, statement))
    require_verified_statement(run, statement);
  write_done(run, segment, statement);
  kill_point("after-done");
  ++run.result.statements;
}

}  // namespace

void clear_replaced_statement(StepRun& run) {
  if (!run.step.resumed) return;
  for (const auto& row : run.open_rows) {
    if (row.state != "intent" || runs_alone_now(run, row.statement)) continue;
    const OwnTimeouts own(run.connection);
    set_timeouts(run, model::StatementKind::create_index_concurrently);
    clear_changed_intent(run, row);
    run.connection.exec(
        "DELETE FROM dunlin.journal WHERE entry = $1 AND statement = $2::int AND state = 'intent'",
        {run.key.hash, std::to_string(row.statement)});
  }
}

void run_alone(StepRun& run, std::size_t segment) {
  const std::size_t statement = run.step.segments[segment].first;
  try {
    replay_settings(run, segment, statement);
    run_statement(run, segment);
  } catch (const postgres::SqlError& error) {
    throw StatementFailure{error, statement, true};
  }
}

}  // namespace dunlin::migrate
