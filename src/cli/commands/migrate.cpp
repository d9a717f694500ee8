#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "checks/RunCounts.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Judgement.hpp"
#include "cli/Policies.hpp"
#include "cli/RunReport.hpp"
#include "cli/Seeding.hpp"
#include "cli/Session.hpp"
#include "cli/UnfinishedTransfer.hpp"
#include "cli/Writing.hpp"
#include "migrate/History.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::cli {
namespace {

migrate::Selection selection_of(const Invocation& invocation) {
  return {.to = invocation.to,
          .steps = invocation.steps,
          .include_tags = invocation.include_tags,
          .exclude_tags = invocation.exclude_tags,
          .phase = invocation.phase,
          .include_all = invocation.include_all,
          .only_file = invocation.file.has_value()};
}

std::vector<model::Migration> load_files(const model::Config& config, const Invocation& invocation) {
  if (invocation.file) return {migrate::load_file(config, *invocation.file)};
  return migrate::load_migrations(config);
}

// Files and history agree, and this is what is left to do.
model::Plan plan_forward(postgres::Connection& connection, const model::Config& config,
                         const Invocation& invocation, const std::vector<model::Migration>& files,
                         const model::History& history) {
  const auto context = plan_context(config, connection);
  require_agreement(connection, config, files, history, context, invocation.file.has_value());
  auto plan = migrate::make_plan(files, history, selection_of(invocation), context);
  require_no_unfinished_transfer(connection, plan);
  return plan;
}

// All SQL of a plan, as it runs.
std::string text_of(const model::Plan& plan, const migrate::ScriptOptions& options) {
  std::string text;
  for (const auto& step : plan.steps) text += migrate::runnable_text(step.script, options) + "\n";
  return text;
}

// Runs the plan between two counts. What the second one can't do is no reason to call the run failed.
int execute_counted(Writing& writing, const Target& target, postgres::Connection& connection,
                    const model::Config& config, const model::Plan& plan, const model::History& history,
                    Screen& screen) {
  const std::string text = text_of(plan, plan_context(config, connection).script);
  const auto before = checks::count_mentioned_rows(connection, text);
  const auto run = writing.execute(target.url(), plan, history);
  ReportedCounts counts{{}, before.not_readable};
  try {
    const auto after = checks::count_mentioned_rows(connection, text, before);
    counts = {checks::pair_counts(before, after), after.not_readable};
    checks::record_counts(connection, run.id, counts.tables);
  } catch (const Error& error) {
    screen.note("the rows weren't counted after the run: " + error.message());
  }
  return report_run(run, screen, counts);
}

bool has_run(const model::History& history, const model::Migration& file) {
  if (file.repeatable) return history.last_repeatable(file.name) != nullptr;
  const auto applied = history.applied();
  return std::any_of(applied.begin(), applied.end(),
                     [&](const auto* entry) { return entry->version == file.version; });
}

void report_nothing_to_do(Screen& screen, const std::vector<model::Migration>& files,
                          const model::History& history, bool only_file) {
  screen.json(Json::object().set("outcome", "done").set("migrations", Json::array()));
  if (only_file && has_run(history, files.front())) {
    const auto& file = files.front();
    screen.line(
        fmt::format("nothing to do: {} has run here, and its text is the same", printable(label(file))));
    screen.note(fmt::format("if that was undone by hand: dunlin repair --forget {} --reason TEXT",
                            printable(file.repeatable ? file.name : file.version.text)));
    return;
  }
  screen.line(files.empty() ? "no migrations here: dunlin new NAME makes the first one"
                            : "nothing to do: the database is up to date");
}

}  // namespace

int run_migrate(const Invocation& invocation, Screen& screen) {
  const auto config = load_project(invocation);
  const auto files = load_files(config, invocation);
  const Target target(config);
  auto connection = target.connect();
  const auto history = migrate::read_history(connection);
  auto plan = plan_forward(connection, config, invocation, files, history);
  PolicyAnswer policies = judge_by_policies(config, invocation, files, plan, connection, screen);
  if (!policies.allowed) return static_cast<int>(ErrorCode::findings);
  if (invocation.dry_run) {
    if (!plan.steps.empty()) {
      report_plan(plan, plan_context(config, connection).script, screen);
    } else {
      report_nothing_to_do(screen, files, history, invocation.file.has_value());
    }
    return 0;
  }
  int exit_code = 0;
  if (!plan.steps.empty()) {
    require_writable(connection);
    require_window(config, invocation, connection, policies);
    Invocation recorded = invocation;
    recorded.reason = acceptance_record(policies, invocation.reason);
    Writing writing(connection, config, recorded, screen);
    // Whoever had the lease may have gone on with an open migration, which the head doesn't show: all of it
    // counts.
    const auto now = migrate::read_history(connection);
    if (now != history) plan = plan_forward(connection, config, invocation, files, now);
    if (!plan.steps.empty())
      exit_code = invocation.counts ? execute_counted(writing, target, connection, config, plan, now, screen)
                                    : report_run(writing.execute(target.url(), plan, now), screen);
  }
  if (plan.steps.empty()) report_nothing_to_do(screen, files, history, invocation.file.has_value());
  if (exit_code == 0 && invocation.include_seed) load_seed(connection, config, invocation, screen);
  return exit_code;
}

int run_plan(const Invocation& invocation, Screen& screen) {
  Invocation dry = invocation;
  dry.dry_run = true;
  return run_migrate(dry, screen);
}

}  // namespace dunlin::cli
