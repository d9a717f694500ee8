#include "migrate/PlanRollback.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "migrate/load/Comment.hpp"
#include "migrate/load/Metadata.hpp"

namespace dunlin::migrate {
namespace {

using model::EntryKind;
using model::LedgerEntry;

std::vector<const LedgerEntry*> applied_after(const std::vector<const LedgerEntry*>& applied,
                                              const std::string& to) {
  std::vector<const LedgerEntry*> later;
  if (!to.empty() && to.find_first_not_of('0') == std::string::npos) {
    later.assign(applied.rbegin(), applied.rend());
    return later;
  }
  for (auto entry = applied.rbegin(); entry != applied.rend(); ++entry) {
    if (names_version(to, (*entry)->version)) return later;
    later.push_back(*entry);
  }
  std::vector<std::string> versions;
  for (const auto* entry : applied) versions.push_back(entry->version.text);
  const auto near = nearest(to, versions);
  throw usage_error(
      fmt::format("version '{}' isn't applied", printable(to)),
      near ? fmt::format("did you mean {}?", *near) : "see dunlin status; --to 0 rolls back everything");
}

// rollback_migration_001(), as the project's own convention may have it; the version as written, or without
// zeros.
std::optional<std::string> rollback_function(postgres::Connection& connection, const LedgerEntry& entry) {
  const auto row = connection.exec(R"(
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronargs = 0 AND p.prokind = 'f' AND pg_function_is_visible(p.oid)
      AND p.proname IN ('rollback_migration_' || $1, 'rollback_migration_' || ltrim($1, '0')) LIMIT 1)",
                                   {entry.version.text});
  if (row.rows() == 0) return std::nullopt;
  return "SELECT " + row.string(0, 0);
}

struct Found {
  model::Script script;
  bool usable = false;
};

Found find_rollback(postgres::Connection& connection, const LedgerEntry& entry) {
  const auto stored = read_rollback(connection, entry.hash);
  Found found;
  found.script.expanded = true;
  found.script.file = stored.file.empty() ? "rollback of " + label(entry) : stored.file;
  if (stored.sql && is_usable_rollback(*stored.sql)) {
    found.script.text = *stored.sql;
    found.usable = true;
  } else if (const auto function = stored.sql ? std::nullopt : rollback_function(connection, entry)) {
    found.script.text = *function;
    found.usable = true;
  }
  return found;
}

// Where the names of a stored rollback lead: as its own head says, else as its migration's file does.
void set_schema_of_rollback(model::FileOptions& options, const Found& found, const model::Migration* file) {
  const auto own = read_schema(leading_comments(found.script.text.value_or("")));
  if (!own.empty()) options.schema = own;
  if (options.schema.empty() && file != nullptr) options.schema = file->options.schema;
}

model::Migration migration_of(const std::vector<model::Migration>& files, const LedgerEntry& entry,
                              const Found& found) {
  for (const auto& file : files) {
    if (!file.repeatable && file.version == entry.version) {
      model::Migration migration = file;
      migration.options = file.rollback ? file.rollback->options : model::FileOptions{};
      set_schema_of_rollback(migration.options, found, &file);
      return migration;
    }
  }
  model::Migration migration;
  migration.version = entry.version;
  migration.name = entry.name;
  set_schema_of_rollback(migration.options, found, nullptr);
  return migration;
}

const model::Script* rollback_in_files(const std::vector<model::Migration>& files, const LedgerEntry& entry) {
  const auto file = std::find_if(files.begin(), files.end(),
                                 [&](const auto& f) { return !f.repeatable && f.version == entry.version; });
  return file != files.end() && file->rollback ? &file->rollback->script : nullptr;
}

// Lines of a stored rollback count from its own beginning. When it still stands in a file, the file's count.
model::Script where_it_stands(const model::Script& stored, const std::vector<model::Migration>& files,
                              const LedgerEntry& entry, const PlanContext& context) {
  const auto* written = rollback_in_files(files, entry);
  if (written != nullptr && runnable_text(*written, context.script) == *stored.text) return *written;
  model::Script script = stored;
  script.file = "stored rollback of " + label(entry);
  return script;
}

void resume_broken_rollback(model::Plan& plan, postgres::Connection& connection,
                            const std::vector<model::Migration>& files, const model::History& history,
                            const PlanContext& context) {
  const auto& open = *history.open_entry();
  const auto original = std::find_if(
      history.entries.rbegin(), history.entries.rend(),
      [&](const auto& entry) { return entry.kind != EntryKind::down && entry.version == open.version; });
  const auto found = original != history.entries.rend() ? find_rollback(connection, *original) : Found{};
  if (!found.usable)
    throw refused(fmt::format("the rollback of {} was broken off, and its SQL isn't stored", label(open)),
                  "see dunlin log, then dunlin repair");
  // Its rest may be corrected in the file, as that of a migration may.
  const auto* corrected = rollback_in_files(files, open);
  auto step = make_step(
      EntryKind::down, migration_of(files, open, found),
      corrected != nullptr ? *corrected : where_it_stands(found.script, files, open, context), context);
  resume_step(step, history, context);
  plan.steps.push_back(std::move(step));
}

}  // namespace

std::vector<const LedgerEntry*> select_rollbacks(const model::History& history,
                                                 const RollbackSelection& selection) {
  auto applied = history.applied();
  const auto* open = history.open_entry();
  if (open != nullptr && open->kind != EntryKind::down) applied.push_back(open);
  if (selection.to) return applied_after(applied, *selection.to);
  std::vector<const LedgerEntry*> chosen(applied.rbegin(), applied.rend());
  if (!selection.versions.empty()) {
    std::erase_if(chosen, [&](const auto* entry) {
      return std::find(selection.versions.begin(), selection.versions.end(), entry->version) ==
             selection.versions.end();
    });
    return chosen;
  }
  if (selection.run) {
    std::erase_if(chosen, [&](const auto* entry) { return entry->run != *selection.run; });
    if (chosen.empty())
      throw usage_error(fmt::format("nothing that run {} applied is still in force", *selection.run),
                        "dunlin log shows the runs");
    return chosen;
  }
  chosen.resize(std::min(chosen.size(), static_cast<std::size_t>(std::max(0, selection.steps.value_or(1)))));
  return chosen;
}

model::Plan plan_rollback(postgres::Connection& connection, const std::vector<model::Migration>& files,
                          const model::History& history, const RollbackSelection& selection,
                          const PlanContext& context) {
  model::Plan plan{.steps = {}, .head = history.head()};
  const auto* open = history.open_entry();
  if (open != nullptr && open->kind == EntryKind::repeatable) {
    throw refused(fmt::format("repeatable {} is half applied, and a repeatable has no rollback", open->name),
                  "finish it (its rest may be corrected) with dunlin migrate, then roll back");
  }
  RollbackSelection rest = selection;
  if (open != nullptr && open->kind == EntryKind::down) {
    resume_broken_rollback(plan, connection, files, history, context);
    if (!rest.to && !rest.run) rest.steps = rest.steps.value_or(1) - 1;
  }
  std::vector<std::string> without;
  for (const auto* entry : select_rollbacks(history, rest)) {
    if (open != nullptr && open->kind == EntryKind::down && entry->version == open->version) continue;
    const auto found = find_rollback(connection, *entry);
    if (!found.usable) {
      without.push_back(label(*entry));
      continue;
    }
    auto step = make_step(EntryKind::down, migration_of(files, *entry, found),
                          where_it_stands(found.script, files, *entry, context), context);
    if (entry == open) step.abandons = entry->hash;
    plan.steps.push_back(std::move(step));
  }
  if (!without.empty()) {
    constexpr std::size_t k_shown = 10;
    const std::size_t hidden = without.size() - std::min(without.size(), k_shown);
    without.resize(without.size() - hidden);
    throw refused(
        fmt::format("no rollback is known for {}{}", join(without, ", "),
                    hidden > 0 ? fmt::format(" and {} more", hidden) : ""),
        "write one (a -- dunlin:down section, or rollback/<file>; a section without statements needs the "
        "line -- dunlin:nothing-to-undo where nothing has to be taken back), then record it with: "
        "dunlin repair --rollback VERSION --reason TEXT");
  }
  return plan;
}

}  // namespace dunlin::migrate
