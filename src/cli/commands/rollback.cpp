#include <fmt/format.h>

#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/RunReport.hpp"
#include "cli/Session.hpp"
#include "cli/Writing.hpp"
#include "migrate/PlanRollback.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::cli {
namespace {

migrate::RollbackSelection selection_of(const Invocation& invocation) {
  const int given = (invocation.to ? 1 : 0) + (invocation.steps ? 1 : 0) + (invocation.run ? 1 : 0);
  if (given > 1) throw usage_error("--to, --steps and --run exclude each other", "see dunlin help rollback");
  return {.to = invocation.to, .steps = invocation.steps, .run = invocation.run};
}

int nothing_to_do(Screen& screen) {
  screen.json(Json::object().set("outcome", "done").set("migrations", Json::array()));
  screen.line("nothing to roll back");
  return 0;
}

}  // namespace

int run_rollback(const Invocation& invocation, Screen& screen) {
  const auto selection = selection_of(invocation);
  const auto config = load_project(invocation);
  const auto files = migrate::load_migrations(config);
  const Target target(config);
  auto connection = target.connect();
  const auto history = migrate::read_history(connection);
  // Stored rollbacks had their placeholders when they were stored as the files have them.
  const auto context = plan_context(config, connection);
  auto plan = migrate::plan_rollback(connection, files, history, selection, context);
  if (plan.steps.empty()) return nothing_to_do(screen);
  if (invocation.dry_run) {
    report_plan(plan, context.script, screen);
    return 0;
  }
  require_writable(connection);
  Writing writing(connection, config, invocation, screen);
  const auto now = migrate::read_history(connection);
  if (now != history) plan = migrate::plan_rollback(connection, files, now, selection, context);
  if (plan.steps.empty()) return nothing_to_do(screen);
  return report_run(writing.execute(target.url(), plan, now), screen);
}

}  // namespace dunlin::cli
