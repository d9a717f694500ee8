#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/HalfWritten.hpp"
#include "base/KillPoint.hpp"
#include "base/Text.hpp"
#include "cli/LintFiles.hpp"
#include "cli/LintSettings.hpp"
#include "cli/transfer/MigrationFiles.hpp"
#include "cli/transfer/Preparing.hpp"
#include "cli/transfer/RunningPhase.hpp"
#include "cli/transfer/VerdictReport.hpp"
#include "lint/Lint.hpp"
#include "migrate/History.hpp"
#include "migrate/LedgerSchema.hpp"
#include "migrate/load/Project.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/Assess.hpp"
#include "transfer/PlanFile.hpp"
#include "transfer/assess/LongEntries.hpp"
#include "transfer/assess/MissingParents.hpp"
#include "transfer/assess/SpelledReferences.hpp"
#include "transfer/assess/TryExpressions.hpp"
#include "transfer/assess/TryScripts.hpp"
#include "transfer/assess/VirtualRows.hpp"
#include "transfer/prepare/Findings.hpp"
#include "transfer/schema/Scripts.hpp"
#include "transfer/schema/TargetSchema.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;
using transfer::Check;
using transfer::CheckState;

model::History history_of(postgres::Connection& connection) {
  return migrate::ledger_installed(connection) ? migrate::read_history(connection) : model::History{};
}

// Findings of warning or more, by file name.
std::vector<model::Finding> lint_findings(const Invocation& invocation, const model::Config& config,
                                          const std::vector<MigrationFile>& files) {
  std::vector<std::string> paths;
  for (const MigrationFile& file : files) paths.push_back(file.path.string());
  const LintFiles opened(config, paths);
  lint::Request request;
  request.settings = lint_settings(invocation, config);
  std::vector<model::Finding> found = lint::lint(opened.files(), std::move(request)).findings.findings;
  std::erase_if(found, [](const auto& finding) { return finding.severity < model::Severity::warning; });
  return found;
}

std::size_t findings_in(const std::vector<model::Finding>& findings, const fs::path& file) {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [&](const model::Finding& finding) {
        return fs::path(finding.span.file).filename() == file.filename();
      }));
}

Check lint_check(const model::Finding& finding) {
  return {"lint", CheckState::note,
          fmt::format("{}:{}: {} ({})", fs::path(finding.span.file).filename().string(), finding.span.line,
                      finding.message, finding.rule),
          ""};
}

}  // namespace

void Preparing::make_schema() {
  RunningPhase phase(result_, log_, 4, "Assessment and schema");
  auto database = sqlite::Database::open(result_.snapshot->path, sqlite::Database::Mode::read_only);
  const sqlite::Schema schema = sqlite::read_schema(database);
  auto assessment = transfer::assess(result_.snapshot->path, schema, request_.config.transfer,
                                     [&](const std::string& table, std::int64_t done, std::int64_t rows) {
                                       const std::string seen =
                                           rows > 0 ? with_thousands(done) + " of " +
                                                          counted(static_cast<std::size_t>(rows), "row")
                                                    : counted(static_cast<std::size_t>(done), "row");
                                       log_.screen().live(fmt::format("{}: {}", printable(table), seen));
                                     });
  log_.screen().live("");
  assessment.mapping.source_sha256 = result_.snapshot->sha256;
  kill_point("prepare-assessed");
  transfer::mark_unvalidated(contents_, assessment.mapping);
  for (auto& problem : transfer::spelled_references(result_.snapshot->path, schema,
                                                    request_.config.transfer.orphans, assessment.mapping))
    assessment.problems.push_back(std::move(problem));
  for (auto& problem : transfer::missing_parents(result_.snapshot->path, schema, contents_,
                                                 request_.config.transfer, assessment.mapping))
    assessment.problems.push_back(std::move(problem));
  for (auto& problem : transfer::virtual_rows(result_.snapshot->path, schema, request_.config.transfer))
    assessment.problems.push_back(std::move(problem));
  const auto untrue = try_on_server(schema, assessment);
  const auto scripts = make_tried_scripts(schema, assessment);
  result_.problems = transfer::orphan_problems(contents_, request_.config.transfer.orphans);
  result_.problems.insert(result_.problems.end(), assessment.problems.begin(), assessment.problems.end());
  result_.problems.insert(result_.problems.end(), untrue.begin(), untrue.end());
  result_.problems.insert(result_.problems.end(), scripts.problems.begin(), scripts.problems.end());
  result_.effort = transfer::estimate_effort(schema, result_.problems);
  result_.mapping = std::move(assessment.mapping);
  phase.add(transfer::check_types(*result_.mapping));
  phase.add({"effort", CheckState::ok, result_.effort->words, ""});
  if (is_refused())
    phase.add({"migrations", CheckState::note, "not written: what is refused comes first", ""});
  else
    write_migrations(phase, scripts);
}

// What was translated is left out where PostgreSQL makes something else of the rows that are there, and, so
// that no view or trigger asks for it, where it can't be translated at all.
std::vector<transfer::Problem> Preparing::try_on_server(const sqlite::Schema& schema,
                                                        transfer::Assessment& assessment) {
  const auto& config = request_.config.transfer;
  auto& mapping = assessment.mapping;
  const std::string& snapshot = result_.snapshot->path;
  if (any_refused(assessment.problems)) return {};
  transfer::settle_long_entries(*connection_, snapshot, schema,
                                transfer::make_target(schema, mapping, config), mapping, assessment.problems);
  const auto target = transfer::make_target(schema, mapping, config);
  auto untrue = transfer::try_expressions(*connection_, snapshot, schema, target, mapping);
  transfer::mark_missing_columns(schema, target, mapping);
  return untrue;
}

// The scripts, without the views and triggers that PostgreSQL doesn't take. (Citus keeps what it is told
// about tables on other servers too: there nothing is tried.)
transfer::Scripts Preparing::make_tried_scripts(const sqlite::Schema& schema,
                                                const transfer::Assessment& assessment) {
  const auto& config = request_.config.transfer;
  auto scripts = transfer::make_scripts(schema, assessment.mapping, config);
  if (config.distribution == "citus" || result_.refused() || any_refused(assessment.problems) ||
      any_refused(scripts.problems))
    return scripts;
  auto trial = transfer::try_scripts(*connection_, scripts);
  if (!trial.refused.empty())
    scripts = transfer::make_scripts(schema, assessment.mapping, config, trial.refused);
  for (auto& problem : trial.problems) scripts.problems.push_back(std::move(problem));
  return scripts;
}

void Preparing::write_migrations(RunningPhase& phase, const transfer::Scripts& scripts) {
  const auto& config = request_.config;
  std::vector<MigrationFile> files;
  fs::create_directories(config.migrations);
  try {
    files = plan_migration_files(config, migrate::load_migrations(config), history_of(*connection_),
                                 request_.source, scripts);
  } catch (const Error& error) {
    phase.add({"migrations", CheckState::refused, error.message(), error.hint()});
    return;
  }
  write_migration_files(files);
  kill_point("prepare-migrations");
  const auto findings = lint_findings(request_.invocation, config, files);
  for (const MigrationFile& file : files) {
    const auto count = findings_in(findings, file.path);
    result_.migrations.push_back({file.path.string(), file.phase, to_string(file.action), count});
    phase.add({"migration", CheckState::ok,
               fmt::format("{} {}{}", file.path.filename().string(), to_string(file.action),
                           count == 0 ? "" : fmt::format(", {}", counted(count, "lint finding"))),
               ""});
  }
  for (const model::Finding& finding : findings) phase.add(lint_check(finding));
}

void Preparing::validate() {
  RunningPhase phase(result_, log_, 5, "Final validation");
  phase.add(transfer::check_values(*result_.mapping, result_.problems));
  if (is_refused())
    phase.add({"plan", CheckState::note, "not kept: what is refused comes first", ""});
  else
    keep_plan(phase);
}

// The plan comes last: who finds it finds all that it needs.
void Preparing::keep_plan(RunningPhase& phase) {
  const auto& workplace = request_.workplace;
  fs::remove(workplace.plan());
  remove_half_written(workplace.plan());
  fs::rename(result_.snapshot->path, workplace.snapshot());
  kept_ = true;
  result_.snapshot->path = workplace.snapshot().string();
  kill_point("prepare-kept");
  transfer::write_plan(workplace.plan(), *result_.mapping);
  result_.plan_file = workplace.plan().string();
  const bool same = transfer::read_plan(workplace.plan()) == *result_.mapping;
  phase.add({"plan", same ? CheckState::ok : CheckState::refused,
             same ? result_.plan_file : "plan.json doesn't read back as it was written", ""});
}

void Preparing::forget_refused() {
  if (is_refused() && result_.server && result_.server->transfer_stage.empty())
    fs::remove(request_.workplace.plan());
}

bool Preparing::is_refused() const {
  return result_.refused() ||
         std::any_of(result_.problems.begin(), result_.problems.end(),
                     [](const auto& problem) { return problem.weight == transfer::Weight::refused; });
}

}  // namespace dunlin::cli
