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

namespace {

class StatusLines {
 public:
  StatusLines(const model::History& history, const SameSql& same_sql)
      : history_(history), same_sql_(same_sql), applied_(history) {}

  void add(const Migration& file) {
    const LedgerEntry* entry =
        file.repeatable ? history_.last_repeatable(file.name) : applied_.find(file.version);
    StatusLine line{.version = file.repeatable ? "" : file.version.text,
                    .name = file.name,
                    .state = state_of(file, entry, applied_, same_sql_),
                    .repeatable = file.repeatable};
    if (entry != nullptr) line.applied_at = entry->applied_at;
    line.has_rollback = entry != nullptr && entry->has_rollback ? true : file.rollback.has_value();
    if (is_open(file)) {
      open_is_shown_ = true;
      line.state = MigrationState::partial;
      line.applied_at = history_.open_entry()->applied_at;
      line.progress = progress_of(history_);
    }
    if (file.repeatable)
      repeatables_.insert(file.name);
    else
      versions_.insert(file.version);
    lines_.push_back(std::move(line));
  }

  void add_elsewhere(const Migration& file) {
    add(file);
    lines_.back().file = file.up.file;
  }

  // Applied, and no file was added.
  void add_fileless(const std::set<std::string>& foreign) {
    for (const auto* entry : applied_.entries())
      if (!versions_.contains(entry->version)) lines_.push_back(describe_fileless(*entry));
    for (const auto* entry : history_.repeatables()) {
      if (repeatables_.contains(entry->name)) continue;
      const bool missed = !foreign.contains(entry->name);
      lines_.push_back({.version = "",
                        .name = entry->name,
                        .state = missed ? MigrationState::missing : MigrationState::applied,
                        .applied_at = entry->applied_at,
                        .repeatable = true,
                        .file = entry->file});
    }
    if (!open_is_shown_) show_open();
  }

  std::vector<StatusLine> lines() && { return std::move(lines_); }

 private:
  bool is_open(const Migration& file) const {
    const auto* open = history_.open_entry();
    if (open == nullptr) return false;
    return file.repeatable ? open->name == file.name && open->kind == EntryKind::repeatable
                           : open->version == file.version;
  }

  // Half applied or half taken back, and no file was added.
  void show_open() {
    const auto* open = history_.open_entry();
    if (open == nullptr) return;
    const auto known = std::find_if(lines_.begin(), lines_.end(), [&](const StatusLine& line) {
      return line.repeatable == open->repeatable() &&
             (line.repeatable ? line.name == open->name : line.version == open->version.text);
    });
    StatusLine line{.version = open->version.text,
                    .name = open->name,
                    .state = MigrationState::partial,
                    .applied_at = open->applied_at,
                    .repeatable = open->repeatable(),
                    .has_rollback = open->has_rollback,
                    .progress = progress_of(history_),
                    .file = open->repeatable() ? open->file : ""};
    if (known == lines_.end())
      lines_.push_back(std::move(line));
    else
      *known = std::move(line);
  }

  const model::History& history_;
  const SameSql& same_sql_;
  Applied applied_;
  bool open_is_shown_ = false;
  std::vector<StatusLine> lines_;
  std::set<Version, model::ByIdentity> versions_;
  std::set<std::string> repeatables_;
};

}  // namespace

std::vector<StatusLine> describe_status(const std::vector<Migration>& files, const model::History& history,
                                        const SameSql& same_sql, const ScriptsElsewhere& elsewhere) {
  StatusLines status(history, same_sql);
  for (const Migration& file : files) status.add(file);
  for (const Migration& file : elsewhere.found) status.add_elsewhere(file);
  status.add_fileless(elsewhere.foreign);
  return std::move(status).lines();
}

void check_applied(const std::vector<Migration>& files, const model::History& history,
                   const SameSql& same_sql, const EditedFile& describe_edit, bool only_these) {
  const Applied applied(history);
  std::vector<std::string> missing;
  std::vector<std::string> edits;
  for (const auto& line : describe_status(files, history, same_sql)) {
    // A repeatable's file may go: what it has made stays until a migration drops it.
    if (line.repeatable) continue;
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
