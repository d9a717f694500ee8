#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/RunReport.hpp"
#include "cli/Session.hpp"
#include "cli/Writing.hpp"
#include "migrate/PlanRollback.hpp"
#include "migrate/load/Project.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/schema/MigrationName.hpp"

namespace dunlin::cli {
namespace {

migrate::RollbackSelection rollback_selection(const Invocation& invocation) {
  const int given = (invocation.to ? 1 : 0) + (invocation.steps ? 1 : 0) + (invocation.run ? 1 : 0);
  if (given > 1) throw usage_error("--to, --steps and --run exclude each other", "see dunlin help rollback");
  return {.to = invocation.to, .steps = invocation.steps, .run = invocation.run};
}

bool takes_back(const model::Plan& plan, const transfer::TransferRow& row, transfer::SchemaPart part) {
  const auto name = transfer::migration_name(row.source, part);
  return std::any_of(plan.steps.begin(), plan.steps.end(),
                     [&](const auto& step) { return step.migration.name == name; });
}

// A transfer's tables go by its own verbs, which know where the application works. Before a switch somebody
// may take them away all the same. Returns the transfers that end with that.
std::vector<transfer::TransferRow> transfers_that_end(postgres::Connection& connection,
                                                      const model::Plan& plan, const Invocation& invocation) {
  using transfer::SchemaPart;
  std::vector<transfer::TransferRow> ending;
  for (const auto& row : transfer::find_transfers(connection)) {
    const bool touched = takes_back(plan, row, SchemaPart::tables) ||
                         takes_back(plan, row, SchemaPart::keys) || takes_back(plan, row, SchemaPart::logic);
    if (!touched) continue;
    const bool settled = row.stage == transfer::Stage::moved || row.stage == transfer::Stage::following;
    const std::string what =
        fmt::format("{} belongs to the transfer of {} into schema {}, which is {}",
                    printable(transfer::migration_name(row.source, SchemaPart::tables)),
                    printable(row.source), printable(row.target_schema), to_string(row.stage));
    if (!settled || (!invocation.dry_run && !confirmed(invocation, what + ". Roll it back all the same?")))
      throw refused(what,
                    "nothing was rolled back; dunlin transfer return --drop takes the tables away where the "
                    "application works on SQLite, run --restart what is half loaded");
    if (takes_back(plan, row, SchemaPart::tables)) ending.push_back(row);
  }
  return ending;
}

int nothing_to_do(Screen& screen) {
  screen.json(Json::object().set("outcome", "done").set("migrations", Json::array()));
  screen.line("nothing to roll back");
  return 0;
}

}  // namespace

int run_rollback(const Invocation& invocation, Screen& screen) {
  const auto selection = rollback_selection(invocation);
  const auto config = load_project(invocation);
  const auto files = migrate::load_migrations(config);
  const Target target(config);
  auto connection = target.connect();
  const auto history = migrate::read_history(connection);
  // Stored rollbacks had their placeholders when they were stored as the files have them.
  const auto context = plan_context(config, connection);
  auto plan = migrate::plan_rollback(connection, files, history, selection, context);
  if (plan.steps.empty()) return nothing_to_do(screen);
  const auto ending = transfers_that_end(connection, plan, invocation);
  if (invocation.dry_run) {
    report_plan(plan, context.script, screen);
    return 0;
  }
  require_writable(connection);
  Writing writing(connection, config, invocation, screen);
  const auto now = migrate::read_history(connection);
  if (now != history) plan = migrate::plan_rollback(connection, files, now, selection, context);
  if (plan.steps.empty()) return nothing_to_do(screen);
  const int exit_code = report_run(writing.execute(target.url(), plan, now), screen);
  for (const auto& row : ending)
    if (exit_code == 0) transfer::set_stage(connection, row.id, transfer::Stage::finalized);
  return exit_code;
}

}  // namespace dunlin::cli
