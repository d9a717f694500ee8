#include "cli/verify/AppliedMigrations.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <map>

#include "base/Text.hpp"
#include "cli/Judgement.hpp"
#include "cli/Session.hpp"
#include "migrate/History.hpp"
#include "migrate/Repair.hpp"
#include "migrate/Status.hpp"

namespace dunlin::cli {
namespace {

using checks::CheckState;
using migrate::MigrationState;
using migrate::StatusLine;
using model::EntryKind;
using model::LedgerEntry;

std::string label(const StatusLine& line) {
  if (line.repeatable) return "R__" + line.name;
  return line.name.empty() ? line.version : line.version + "_" + line.name;
}

// What makes `dunlin migrate` run it.
std::string option_for(const StatusLine& line) {
  return line.file.empty() ? "" : " --file " + line.file;
}

bool in_force(MigrationState state) {
  return state == MigrationState::applied || state == MigrationState::baseline ||
         state == MigrationState::missing;
}

// When each migration ran: a repeatable the last time, a version the first time since it was taken back (a
// later correction of its entry changes nothing in the database).
class Places {
 public:
  explicit Places(const model::History& history) {
    for (const LedgerEntry& entry : history.entries) {
      if (entry.state != model::EntryState::done) continue;
      if (entry.repeatable())
        repeatables_[entry.name] = entry.position;
      else if (entry.kind == EntryKind::down || entry.kind == EntryKind::forgotten)
        versions_.erase(entry.version);
      else
        versions_.try_emplace(entry.version, entry.position);
    }
  }

  // Before all others: what a baseline stands for.
  std::int64_t of(const model::Migration& migration) const {
    if (migration.repeatable) {
      const auto found = repeatables_.find(migration.name);
      return found == repeatables_.end() ? 0 : found->second;
    }
    const auto found = versions_.find(migration.version);
    return found == versions_.end() ? 0 : found->second;
  }

 private:
  std::map<std::string, std::int64_t> repeatables_;
  std::map<model::Version, std::int64_t, model::ByIdentity> versions_;
};

class Reader {
 public:
  Reader(postgres::Connection& connection, const model::Config& config,
         const std::vector<model::Migration>& files)
      : connection_(connection),
        history_(migrate::read_history(connection)),
        elsewhere_(migrate::find_scripts_elsewhere(config, files, history_)),
        files_(files) {
    files_.insert(files_.end(), elsewhere_.found.begin(), elsewhere_.found.end());
    lines_ = migrate::describe_status(files, history_, same_sql(config, plan_context(config, connection)),
                                      elsewhere_);
  }

  AppliedMigrations read() {
    for (const StatusLine& line : lines_) add(line);
    const Places places(history_);
    std::stable_sort(applied_.migrations.begin(), applied_.migrations.end(),
                     [&](const auto& a, const auto& b) { return places.of(a) < places.of(b); });
    applied_.nothing = !lines_.empty() && std::all_of(lines_.begin(), lines_.end(), [](const auto& line) {
      return line.state == MigrationState::pending || line.state == MigrationState::out_of_order;
    });
    return std::move(applied_);
  }

 private:
  void add(const StatusLine& line) {
    if (in_force(line.state) || line.state == MigrationState::changed) applied_.versions.insert(line.version);
    switch (line.state) {
      case MigrationState::applied:
      case MigrationState::baseline:
      case MigrationState::missing: return add_text(line);
      case MigrationState::changed: return skip(line, "its file was edited since it ran");
      case MigrationState::pending:
      case MigrationState::out_of_order: return add_pending(line);
      case MigrationState::partial:
        applied_.others.push_back(
            {"promise", label(line), CheckState::failed,
             fmt::format("half applied: dunlin migrate{} goes on with it", option_for(line))});
    }
  }

  void skip(const StatusLine& line, std::string why) {
    applied_.others.push_back({"promise", label(line), CheckState::skipped, std::move(why)});
  }

  void add_pending(const StatusLine& line) {
    if (line.repeatable && history_.last_repeatable(line.name) != nullptr)
      return skip(line, fmt::format("its file was edited since it ran: dunlin migrate{} runs it again",
                                    option_for(line)));
    skip(line, line.state == MigrationState::pending
                   ? "not applied here: dunlin migrate does it"
                   : "not applied here, and later ones are: dunlin migrate --include-all does it");
  }

  void add_text(const StatusLine& line) {
    const auto file = std::find_if(files_.begin(), files_.end(), [&](const model::Migration& candidate) {
      return candidate.repeatable == line.repeatable &&
             (line.repeatable ? candidate.name == line.name : candidate.version.text == line.version);
    });
    if (file != files_.end()) {
      applied_.migrations.push_back(*file);
      return;
    }
    const LedgerEntry* entry = entry_of(line);
    const std::string sql = entry == nullptr ? "" : migrate::promised_sql(connection_, entry->hash);
    if (entry == nullptr || sql.empty())
      return skip(line, line.state == MigrationState::missing
                            ? "its file is gone, and the journal has nothing of it"
                            : "recorded without a file: what it promised isn't known");
    applied_.migrations.push_back(from_journal(*entry, sql));
  }

  // The one that ran: a correction of it has no statements of its own.
  const LedgerEntry* entry_of(const StatusLine& line) const {
    if (line.repeatable) return history_.last_repeatable(line.name);
    for (auto entry = history_.entries.rbegin(); entry != history_.entries.rend(); ++entry)
      if (entry->kind == EntryKind::up && entry->state == model::EntryState::done &&
          entry->version.text == line.version)
        return &*entry;
    return nullptr;
  }

  static model::Migration from_journal(const LedgerEntry& entry, const std::string& sql) {
    model::Migration migration;
    migration.version = entry.version;
    migration.name = entry.name;
    migration.repeatable = entry.repeatable();
    migration.up = {.file = entry.file, .length = sql.size(), .text = sql, .expanded = true};
    return migration;
  }

  postgres::Connection& connection_;
  model::History history_;
  migrate::ScriptsElsewhere elsewhere_;
  std::vector<model::Migration> files_;
  std::vector<StatusLine> lines_;
  AppliedMigrations applied_;
};

}  // namespace

AppliedMigrations applied_migrations(postgres::Connection& connection, const model::Config& config,
                                     const std::vector<model::Migration>& files) {
  return Reader(connection, config, files).read();
}

}  // namespace dunlin::cli
