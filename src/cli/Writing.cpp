#include "cli/Writing.hpp"

#include <fmt/format.h>

#include "base/Duration.hpp"
#include "base/Interrupt.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "cli/HistoryDocument.hpp"
#include "cli/Hooks.hpp"
#include "cli/Progress.hpp"
#include "cli/Session.hpp"
#include "migrate/Executor.hpp"
#include "migrate/LedgerSchema.hpp"
#include "migrate/RunRecord.hpp"

namespace dunlin::cli {

Writing::Writing(postgres::Connection& connection, const model::Config& config, const Invocation& invocation,
                 Screen& screen)
    : connection_(connection), config_(config), invocation_(invocation), screen_(screen) {
  // Behind a transaction pooler a session lock would stay with a server session that isn't ours. There the
  // ledger's chain alone keeps two runs apart: the second one's first row is refused.
  if (!connection.facts().pooled) {
    bool told = false;
    lease_.emplace(migrate::Lease::acquire(
        connection,
        {.wait = parse_duration(invocation.wait),
         .orphans = invocation.orphan == "end" ? migrate::OrphanPolicy::end : migrate::OrphanPolicy::wait,
         .host = host_name(),
         .on_wait = [&](const migrate::LeaseHolder& holder, std::chrono::milliseconds waited) {
           const auto text = fmt::format("waiting {} for another dunlin: pid {} ({}{})",
                                         describe_duration(waited), holder.pid, printable(holder.application),
                                         holder.orphan ? ", which was killed; the server ends it" : "");
           if (screen.options().live) return screen.live(text);
           if (!told) screen.note(text);
           told = true;
         }}));
  }
  migrate::install_ledger(connection);
}

std::int64_t Writing::begin() {
  return migrate::begin_run(connection_, invocation_.command, describe_actor(config_), invocation_.reason,
                            lease_.has_value());
}

void Writing::finish(const model::Run& run) {
  if (connection_.broken()) return;
  try {
    migrate::finish_run(connection_, run.id, run);
  } catch (const postgres::SqlError& error) {
    // The user's Ctrl-C cancels one statement, and met this one: how the run ended is recorded all the same.
    if (!interrupted() || !error.is_cancelled()) throw;
    migrate::finish_run(connection_, run.id, run);
  }
  // A run isn't worse for a document that can't be written: that is said.
  if (const auto trouble = keep_history(connection_, config_.root); !trouble.empty()) screen_.note(trouble);
}

migrate::ExecuteOptions Writing::options(const std::string& url, std::int64_t run) const {
  return {.policy = config_.environment.policy,
          .window = invocation_.window,
          .script = plan_context(config_, connection_).script,
          .run = run,
          .target = url,
          .reason = invocation_.reason,
          .watched = screen_.options().live,
          .drop_data = invocation_.drop_data,
          .hook = migration_hooks(connection_, config_)};
}

model::Run Writing::execute(const std::string& url, const model::Plan& plan, const model::History& history) {
  return execute_on(connection_, url, plan, history);
}

model::Run Writing::execute_on(postgres::Connection& session, const std::string& url, const model::Plan& plan,
                               const model::History& history) {
  auto options = this->options(url, begin());
  options.schema_set = &session != &connection_;
  kill_point("run-begun");
  model::Run run{.id = options.run};
  try {
    run_hook(connection_, config_, config_.hooks.before_run, "before_run");
    run = migrate::execute(session, plan, history, options, show_progress(screen_));
    if (!run.error) run_hook(connection_, config_, config_.hooks.after_run, "after_run");
  } catch (const Error& error) {  // a run that was begun is recorded with its end
    run.error = error;
    run.outcome = error.code() == ErrorCode::refused       ? model::Outcome::refused
                  : error.code() == ErrorCode::interrupted ? model::Outcome::interrupted
                                                           : model::Outcome::failed;
  }
  kill_point("run-over");
  finish(run);
  return run;
}

}  // namespace dunlin::cli
