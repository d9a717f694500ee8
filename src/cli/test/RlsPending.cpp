#include "cli/test/RlsPending.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "cli/test/ChecksReport.hpp"
#include "cli/test/RlsJson.hpp"
#include "cli/test/RlsReport.hpp"
#include "cli/test/ScratchSchema.hpp"
#include "cli/test/TestRuns.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::cli {
namespace {

using model::Inline;

// Perhaps: where it does, the role may not be there before (42710).
bool makes_role(const std::vector<model::Migration>& migrations, const std::string& role) {
  return std::any_of(migrations.begin(), migrations.end(), [&](const auto& migration) {
    const std::string text = to_lower(migration.up.text ? *migration.up.text : read_file(migration.up.file));
    const auto has = [&](std::string_view words) { return text.find(words) != std::string::npos; };
    return (has("create role") || has("create user") || has("create group")) && has(to_lower(role));
  });
}

// Roles that the platform makes, and none of these migrations.
void make_roles(rehearse::ScratchServer& server, const rehearse::ScratchDatabase& database,
                const std::vector<model::Migration>& migrations, const trial::Expectations& expectations) {
  const auto there = server.shared_objects().roles;
  std::set<std::string> known(there.begin(), there.end());
  auto connection = database.connect();
  for (const auto& identity : expectations.identities) {
    if (makes_role(migrations, identity.role) || !known.insert(identity.role).second) continue;
    server.create_role(identity.role);
    if (identity.bypasses)
      connection.exec(
          postgres::Sql::trusted(fmt::format("ALTER ROLE {} BYPASSRLS", quote_identifier(identity.role))));
  }
  for (const auto& role : expectations.client_roles)
    if (!makes_role(migrations, role) && known.insert(role).second) server.create_role(role);
}

// A schema that lacks a table or role of the expectations can't be asked yet.
void ask_schema(const rehearse::ScratchDatabase& database, const trial::Expectations& expectations,
                const trial::RlsOptions& options, PendingStep& step) {
  auto connection = database.connect();
  try {
    step.report = trial::run_rls(connection, expectations, options);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::usage && error.code() != ErrorCode::failed) throw;
    step.untested = error.message();
  }
}

std::string title_of(const PendingStep& step) {
  return step.migration.empty() ? "what the database has" : step.migration;
}

// That the last schema can't be asked fails the run; the ones before may lack what a later migration makes.
model::TestResult test_of_step(const PendingStep& step, bool last) {
  model::TestResult test{.suite = "migrations", .name = title_of(step)};
  if (step.widened()) {
    test.state = model::TestResult::State::failed;
    test.message = "somebody has more access than before";
  } else if (!step.report) {
    test.state = last ? model::TestResult::State::failed : model::TestResult::State::skipped;
    test.message = (last ? "can't be asked: " : "can't be asked yet: ") + step.untested;
  }
  return test;
}

}  // namespace

std::vector<PendingStep> test_pending(const model::Config& config, const trial::Expectations& expectations,
                                      const trial::RlsOptions& options) {
  const rehearse::Scripts all{config, migrate::load_migrations(config)};
  rehearse::Scripts scripts = applied_scripts(all, config);
  rehearse::ScratchServer server = start_scratch(config);
  const rehearse::ScratchDatabase database = server.create();
  make_roles(server, database, all.migrations, expectations);
  std::vector<model::Migration> pending;
  for (const auto& migration : all.migrations)
    if (std::find(scripts.migrations.begin(), scripts.migrations.end(), migration) ==
        scripts.migrations.end())
      pending.push_back(migration);
  std::vector<PendingStep> steps;
  std::optional<trial::Snapshot> before;
  const auto take_step = [&](const std::string& migration) {
    apply_scripts(server, database, scripts);
    make_roles(server, database, pending, expectations);
    PendingStep step{.migration = migration, .untested = "", .report = {}, .diff = {}};
    ask_schema(database, expectations, options, step);
    if (step.report) {
      const auto now = trial::snapshot_of(step.report->cells, step.report->policies);
      if (before) step.diff = trial::compare(*before, now);
      before = now;
    }
    steps.push_back(std::move(step));
  };
  take_step("");
  while (!pending.empty()) {
    scripts.migrations.push_back(pending.front());
    pending.erase(pending.begin());
    take_step(model::label(scripts.migrations.back()));
  }
  return steps;
}

bool pending_failed(const std::vector<PendingStep>& steps) {
  const PendingStep& last = steps.back();
  return !last.report || last.report->red_cells() > 0 || last.report->critical_leaks() > 0 ||
         std::any_of(steps.begin(), steps.end(), [](const auto& step) { return step.widened(); });
}

report::TestReport pending_report(const std::vector<PendingStep>& steps,
                                  const trial::Expectations& expectations) {
  report::TestReport report{
      .document = {.title = "Who reaches which rows, migration by migration", .subtitle = "", .blocks = {}},
      .json = {},
      .run = {.name = "dunlin test rls --against pending", .results = {}}};
  Json list = Json::array();
  const trial::RlsReport* before = nullptr;
  for (const PendingStep& step : steps) {
    const model::TestResult test = test_of_step(step, &step == &steps.back());
    report.document.blocks.emplace_back(std::in_place_type<model::Heading>,
                                        model::Heading{2, Inline(title_of(step))});
    if (!step.untested.empty())
      report.document.blocks.emplace_back(std::in_place_type<model::Paragraph>,
                                          model::Paragraph{Inline(test.message)});
    if (step.report)
      report.document.blocks.emplace_back(
          std::in_place_type<model::Paragraph>,
          model::Paragraph{Inline(fmt::format(
              "{}, {} not as expected; {} around the policies", counted(step.report->cells.size(), "cell"),
              step.report->red_cells(), counted(step.report->critical_leaks(), "way")))});
    if (step.report) {
      add_new_findings(report.document, *step.report, before);
      before = &*step.report;
    }
    if (step.diff) add_matrix_diff(report.document, *step.diff);
    report.run.results.push_back(test);
    list.add(Json::object()
                 .set("migration", step.migration)
                 .set("untested", step.untested)
                 .set("red", step.report ? Json(step.report->red_cells()) : Json())
                 .set("leaks", step.report ? checks_json(step.report->leaks) : Json())
                 .set("against", step.diff ? matrix_diff_json(*step.diff) : Json()));
  }
  if (steps.back().report) {
    for (auto& result : rls_run(*steps.back().report, expectations, std::nullopt).results)
      report.run.results.push_back(std::move(result));
  }
  report.json = Json::object()
                    .set("outcome", pending_failed(steps) ? "findings" : "done")
                    .set("steps", std::move(list));
  return report;
}

}  // namespace dunlin::cli
