#include "cli/transfer/SchemaSteps.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "migrate/History.hpp"
#include "migrate/Journal.hpp"
#include "migrate/MakePlan.hpp"
#include "migrate/PlanRollback.hpp"
#include "migrate/Repair.hpp"
#include "migrate/ScriptText.hpp"
#include "migrate/load/Project.hpp"
#include "transfer/load/LoadSession.hpp"

namespace dunlin::cli {
namespace {

using transfer::SchemaPart;
constexpr SchemaPart k_steps[] = {SchemaPart::tables, SchemaPart::keys, SchemaPart::logic};

const model::LedgerEntry* find_applied(const model::History& history, const model::Migration& file) {
  for (const auto* entry : history.applied()) {
    if (entry->version == file.version) return entry;
  }
  return nullptr;
}

bool is_open(const model::History& history, const model::Migration& file) {
  const auto* open = history.open_entry();
  return open != nullptr && open->kind == model::EntryKind::up && open->version == file.version;
}

}  // namespace

SchemaSteps::SchemaSteps(const TransferRequest& request, const Target& target,
                         postgres::Connection& connection, Writing& writing)
    : request_(request),
      target_(target),
      connection_(connection),
      writing_(writing),
      all_(migrate::load_migrations(request.config)) {
  for (const auto part : k_steps) {
    const auto name = transfer::migration_name(request.source, part);
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const auto& m) { return m.name == name; });
    if (found == all_.end())
      throw refused(
          fmt::format("the project has no migration {}, which the transfer's schema comes from", name),
          "dunlin transfer prepare writes it");
    files_.push_back(*found);
  }
}

const model::Migration& SchemaSteps::file(SchemaPart part) const {
  return files_[static_cast<std::size_t>(part)];
}

bool SchemaSteps::is_applied(SchemaPart part) const {
  return find_applied(migrate::read_history(connection_), file(part)) != nullptr;
}

std::string SchemaSteps::applied_instead(SchemaPart part) const {
  const auto history = migrate::read_history(connection_);
  const auto* entry = find_applied(history, file(part));
  return entry == nullptr || entry->name == file(part).name ? "" : label(*entry);
}

bool SchemaSteps::does_something(SchemaPart part) const {
  const migrate::ScriptText text(file(part).up, plan_context(request_.config, connection_).script);
  return !text.statements().empty();
}

void SchemaSteps::require_nothing_else_open(const model::History& history) const {
  const auto* open = history.open_entry();
  const bool ours =
      std::any_of(files_.begin(), files_.end(), [&](const auto& m) { return is_open(history, m); });
  if (open == nullptr || ours) return;
  throw refused(fmt::format("{} is half applied", label(*open)),
                "finish it with dunlin migrate, then run this command again");
}

model::Plan SchemaSteps::plan(SchemaPart part, const model::History& history) {
  require_nothing_else_open(history);
  const migrate::Selection alone{.include_all = true, .only_file = true};
  return migrate::make_plan({file(part)}, history, alone, plan_context(request_.config, connection_));
}

void SchemaSteps::apply(SchemaPart part, const std::string& schema) {
  const auto history = migrate::read_history(connection_);
  if (find_applied(history, file(part)) != nullptr) return;
  auto session = transfer::open_load_session({.url = target_.url(), .schema = schema});
  const auto run = writing_.execute_on(session, target_.url(), plan(part, history), history);
  if (run.error) throw Error(*run.error);
}

std::optional<migrate::SpreadStep> SchemaSteps::begin_keys() {
  const auto history = migrate::read_history(connection_);
  if (find_applied(history, file(SchemaPart::keys)) != nullptr) return std::nullopt;
  auto plan = this->plan(SchemaPart::keys, history);
  if (plan.steps.empty() || !migrate::may_be_spread(plan.steps.front())) return std::nullopt;
  keys_run_ = writing_.begin();
  auto options = writing_.options(target_.url(), keys_run_);
  options.schema_set = true;
  migrate::SpreadStep keys(std::move(plan.steps.front()), history, std::move(options));
  keys.begin(connection_);
  return keys;
}

void SchemaSteps::complete_keys(const migrate::SpreadStep& keys) {
  keys.complete(connection_);
  writing_.finish({.id = keys_run_});
}

void SchemaSteps::undo(const std::string& schema) {
  const auto history = migrate::read_history(connection_);
  migrate::RollbackSelection ours;
  for (const auto& migration : files_) ours.versions.push_back(migration.version);
  const auto* open = history.open_entry();
  if (open != nullptr &&
      std::find(ours.versions.begin(), ours.versions.end(), open->version) == ours.versions.end())
    require_nothing_else_open(history);
  const auto plan =
      migrate::plan_rollback(connection_, all_, history, ours, plan_context(request_.config, connection_));
  if (plan.steps.empty()) return;
  auto session = transfer::open_load_session({.url = target_.url(), .schema = schema});
  const auto run = writing_.execute_on(session, target_.url(), plan, history);
  if (run.error) throw Error(*run.error);
}

void SchemaSteps::forget() {
  auto history = migrate::read_history(connection_);
  require_nothing_else_open(history);
  if (const auto* open = history.open_entry()) {
    const auto row = migrate::completion_row({.hash = open->hash}, "abandoned", "", "");
    connection_.exec(row.sql, row.parameters);
    history = migrate::read_history(connection_);
  }
  std::vector<migrate::Correction> corrections;
  for (const auto& migration : files_) {
    if (find_applied(history, migration) != nullptr)
      corrections.push_back({.kind = model::EntryKind::forgotten, .migration = migration});
  }
  if (corrections.empty()) return;
  const auto run = writing_.begin();
  migrate::record_corrections(connection_, history, corrections,
                              plan_context(request_.config, connection_).script, run,
                              "the transfer was begun anew");
  writing_.finish({.id = run});
}

}  // namespace dunlin::cli
