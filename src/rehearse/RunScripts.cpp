#include "rehearse/RunScripts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <unistd.h>
#include <utility>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "migrate/CommittingProcedures.hpp"
#include "migrate/Executor.hpp"
#include "migrate/History.hpp"
#include "migrate/LedgerSchema.hpp"
#include "migrate/MakePlan.hpp"
#include "migrate/RunRecord.hpp"

namespace dunlin::rehearse {
namespace {

// Plain neighbours travel together, so that a history of a thousand small files costs no thousand waits.
constexpr int k_window = 32;

migrate::PlanContext plan_context(const model::Config& config, postgres::Connection& connection) {
  migrate::PlanContext context;
  // Without a database name no \connect of the scripts is refused: they mean the one that they were written
  // for.
  context.script = {
      .max_file_size = config.max_file_size, .placeholders = config.placeholders, .root = config.root};
  context.procedure_commits = migrate::committing_procedures(connection);
  return context;
}

model::Run execute_pending(const ScratchDatabase& database, const Scripts& scripts,
                           std::chrono::milliseconds statement_timeout) {
  auto connection = database.connect();
  migrate::install_ledger(connection);
  const auto context = plan_context(scripts.config, connection);
  const auto history = migrate::read_history(connection);
  const auto plan = migrate::make_plan(scripts.migrations, history, {.include_all = true}, context);
  if (plan.steps.empty()) return {};
  model::Policy policy = scripts.config.environment.policy;
  policy.lock_retries = 0;  // nobody else is here
  policy.statement_timeout = statement_timeout;
  policy.concurrent_timeout = statement_timeout;
  const auto run = migrate::begin_run(connection, "rehearse", {.pid = ::getpid()}, "", true);
  return migrate::execute(connection, plan, history,
                          {.policy = policy,
                           .window = k_window,
                           .script = context.script,
                           .run = run,
                           .target = database.target()},
                          {});
}

RunOutcome failure(const Error& error) {
  return {.done = false,
          .sqlstate = std::string(error.fact("sqlstate")),
          .message = error.message(),
          .migration = std::string(error.fact("migration")),
          .statement = std::string(error.fact("statement"))};
}

// A script that can't be split or planned has failed as much as one that the server refuses.
RunOutcome attempt(const ScratchDatabase& database, const Scripts& scripts,
                   std::chrono::milliseconds statement_timeout) {
  try {
    const auto run = execute_pending(database, scripts, statement_timeout);
    if (!run.error) return {};
    if (run.error->code() == ErrorCode::interrupted) throw *run.error;
    return failure(*run.error);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::interrupted) throw;
    return failure(error);
  }
}

}  // namespace

std::optional<std::string> missing_role(std::string_view sqlstate, std::string_view message) {
  constexpr std::string_view k_before = "role \"", k_after = "\" does not exist";
  if (sqlstate != "42704") return std::nullopt;
  const auto begin = message.find(k_before);
  const auto end = message.rfind(k_after);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin + k_before.size())
    return std::nullopt;
  return std::string(message.substr(begin + k_before.size(), end - begin - k_before.size()));
}

bool RunOutcome::failed_on_rows() const {
  return !done && (sqlstate.starts_with("23") || sqlstate.starts_with("22"));
}

RunOutcome run_scripts(ScratchServer& server, const ScratchDatabase& database, const Scripts& scripts,
                       std::chrono::milliseconds statement_timeout) {
  std::vector<std::string> invented;
  while (true) {
    auto outcome = attempt(database, scripts, statement_timeout);
    const auto role = outcome.done ? std::nullopt : missing_role(outcome.sqlstate, outcome.message);
    const bool again = role && std::find(invented.begin(), invented.end(), *role) == invented.end();
    if (!again) {
      outcome.invented_roles = std::move(invented);
      return outcome;
    }
    server.create_role(*role);
    invented.push_back(*role);  // the engine resumes at the statement that missed it
  }
}

std::string describe(const RunOutcome& outcome) {
  if (outcome.done) return "done";
  return fmt::format("fails{}{}: {}{}",
                     outcome.migration.empty() ? "" : " in " + printable(outcome.migration),
                     outcome.statement.empty() ? "" : fmt::format(" at `{}`", printable(outcome.statement)),
                     printable(outcome.message),
                     outcome.sqlstate.empty() ? "" : fmt::format(" (SQLSTATE {})", outcome.sqlstate));
}

}  // namespace dunlin::rehearse
