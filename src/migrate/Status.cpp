#include "migrate/Status.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "migrate/Applied.hpp"
#include "migrate/batch/BatchProgress.hpp"

namespace dunlin::migrate {

using model::EntryKind;
using model::LedgerEntry;
using model::Migration;
using model::Version;

std::string to_string(MigrationState state) {
  switch (state) {
    case MigrationState::applied: return "applied";
    case MigrationState::pending: return "pending";
    case MigrationState::out_of_order: return "out of order";
    case MigrationState::changed: return "changed";
    case MigrationState::missing: return "missing";
    case MigrationState::partial: return "partial";
    case MigrationState::baseline: return "baseline";
  }
  return "pending";
}

namespace {

MigrationState state_of(const Migration& file, const LedgerEntry* entry, const Applied& applied,
                        const SameSql& same_sql) {
  if (entry != nullptr) {
    const bool same = entry->checksum.empty() || entry->checksum == file.checksum || same_sql(file, *entry);
    if (same) return MigrationState::applied;
    return file.repeatable ? MigrationState::pending : MigrationState::changed;
  }
  if (file.repeatable) return MigrationState::pending;
  if (applied.covered_by_baseline(file.version)) return MigrationState::baseline;
  return applied.is_out_of_order(file.version) ? MigrationState::out_of_order : MigrationState::pending;
}

std::string progress_of(const model::History& history) {
  const auto* row = history.open_intent();
  if (row == nullptr) return "";
  const auto progress = batch_progress(row->kind, row->intent);
  return progress ? describe(*progress) : "";
}

// An applied migration without a file.
StatusLine describe_fileless(const LedgerEntry& entry) {
  MigrationState state = MigrationState::applied;
  // What was adopted without a file never had one; what was adopted or accepted with a file should still have
  // it.
  if (entry.kind == EntryKind::up || (entry.kind == EntryKind::adopted && !entry.checksum.empty()))
    state = MigrationState::missing;
  if (entry.kind == EntryKind::baseline) state = MigrationState::baseline;
  return {.version = entry.version.text,
          .name = entry.name,
          .state = state,
          .applied_at = entry.applied_at,
          .has_rollback = entry.has_rollback};
}

}  // namespace

std::vector<StatusLine> describe_status(const std::vector<Migration>& files, const model::History& history,
                                        const SameSql& same_sql) {
  const Applied applied(history);
  const auto* open = history.open_entry();
  std::vector<StatusLine> lines;
  std::set<Version, model::ByIdentity> with_file;
  for (const auto& file : files) {
    const LedgerEntry* entry =
        file.repeatable ? history.last_repeatable(file.name) : applied.find(file.version);
    StatusLine line{.version = file.repeatable ? "" : file.version.text,
                    .name = file.name,
                    .state = state_of(file, entry, applied, same_sql),
                    .repeatable = file.repeatable};
    if (entry != nullptr) line.applied_at = entry->applied_at;
    line.has_rollback = entry != nullptr && entry->has_rollback ? true : file.rollback.has_value();
    if (open != nullptr && (file.repeatable ? open->name == file.name && open->kind == EntryKind::repeatable
                                            : open->version == file.version)) {
      line.state = MigrationState::partial;
      line.applied_at = open->applied_at;
      line.progress = progress_of(history);
    }
    if (!file.repeatable) with_file.insert(file.version);
    lines.push_back(std::move(line));
  }
  for (const auto* entry : applied.entries()) {
    if (!with_file.contains(entry->version)) lines.push_back(describe_fileless(*entry));
  }
  return lines;
}

void check_applied(const std::vector<Migration>& files, const model::History& history,
                   const SameSql& same_sql, const EditedFile& describe_edit, bool only_these) {
  const Applied applied(history);
  std::vector<std::string> missing;
  std::vector<std::string> edits;
  for (const auto& line : describe_status(files, history, same_sql)) {
    if (line.state == MigrationState::missing) missing.push_back(line.version + "_" + line.name);
    if (line.state != MigrationState::changed) continue;
    const auto file = std::find_if(files.begin(), files.end(),
                                   [&](const auto& f) { return f.version.text == line.version; });
    edits.push_back(describe_edit(*file, *applied.find(file->version)));
  }
  if (!edits.empty()) {
    throw refused(fmt::format("{} after being applied:\n{}",
                              edits.size() == 1 ? "a file was edited"
                                                : fmt::format("{} files were edited", edits.size()),
                              join(edits, "\n")),
                  "put the old text back and write the change as a new migration; if the database already "
                  "agrees with the new text, "
                  "record that with: dunlin repair --accept VERSION --reason TEXT");
  }
  if (!missing.empty() && !only_these) {
    throw refused(fmt::format("{} applied here but {} no file: {}",
                              counted(missing.size(), "migration") + (missing.size() == 1 ? " is" : " are"),
                              missing.size() == 1 ? "has" : "have", join(missing, ", ")),
                  "bring the file back (dunlin repair --restore VERSION writes it from the journal), or take "
                  "it out of the "
                  "history with: dunlin repair --forget VERSION --reason TEXT");
  }
}

}  // namespace dunlin::migrate
