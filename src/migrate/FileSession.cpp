#include "migrate/FileSession.hpp"

#include <optional>

#include "migrate/SegmentCommands.hpp"

namespace dunlin::migrate {

using postgres::Sql;

void replay_settings(StepRun& run, std::size_t segment, std::size_t statement) {
  if (segment != 0 || !run.step.resumed) return;
  for (const auto index : settings_before(run, statement)) {
    if (run.step.statements[index].kind == model::StatementKind::session_setting)
      run.connection.exec(Sql::trusted(run.text.text(run.step.statements[index])));
  }
}

void in_role(StepRun& run, std::size_t statement, const std::function<void()>& work) {
  std::optional<std::size_t> role;
  for (const auto index : settings_before(run, statement)) {
    if (run.step.statements[index].kind == model::StatementKind::set_role) role = index;
  }
  if (!role) return work();
  const auto give_up = [&] {
    run.connection.exec("RESET SESSION AUTHORIZATION");
    run.connection.exec("RESET ROLE");
  };
  run.connection.exec(Sql::trusted(run.text.text(run.step.statements[*role])));
  try {
    work();
  } catch (...) {
    // In a transaction the rollback gives it up.
    if (!run.connection.broken() && !run.connection.in_transaction()) give_up();
    throw;
  }
  give_up();
}

void set_local_timeouts(StepRun& run) {
  if (run.step.migration.options.own_timeouts) return;
  const auto lock = std::to_string(run.lock_timeout().count());
  const auto statement = run.statement_timeout();
  run.connection.exec("SELECT pg_catalog.set_config('lock_timeout', $1, true)", {lock});
  if (!statement.empty())
    run.connection.exec("SELECT pg_catalog.set_config('statement_timeout', $1, true)", {statement});
}

}  // namespace dunlin::migrate
