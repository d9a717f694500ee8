#include "migrate/Repair.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Session.hpp"
#include "cli/Writing.hpp"
#include "migrate/History.hpp"
#include "migrate/load/Project.hpp"

namespace dunlin::cli {
namespace {

using migrate::Correction;
using model::EntryKind;

const model::Migration& find_file(const std::vector<model::Migration>& files, const std::string& version) {
  const auto found = std::find_if(files.begin(), files.end(), [&](const auto& file) {
    return !file.repeatable && names_version(version, file.version);
  });
  if (found == files.end())
    throw usage_error(fmt::format("no file has version '{}'", printable(version)), "see dunlin status");
  return *found;
}

const model::LedgerEntry& find_applied(const model::History& history, const std::string& version) {
  for (const auto* entry : history.applied()) {
    if (names_version(version, entry->version)) return *entry;
  }
  throw usage_error(fmt::format("version '{}' isn't applied", printable(version)), "see dunlin status");
}

// A repeatable by its name: "views", "R__views" or "scripts/views.sql"; nullptr for none of that name.
const model::LedgerEntry* find_repeatable(const model::History& history, const std::string& typed) {
  const std::filesystem::path path(typed);
  std::string name = path.extension() == ".sql" ? path.stem().string() : typed;
  if (name.starts_with("R__")) name.erase(0, 3);
  return history.last_repeatable(name);
}

// A version, or else a repeatable.
const model::LedgerEntry& find_any_applied(const model::History& history, const std::string& typed) {
  for (const auto* entry : history.applied())
    if (names_version(typed, entry->version)) return *entry;
  if (const auto* repeatable = find_repeatable(history, typed)) return *repeatable;
  throw usage_error(
      fmt::format("nothing that is applied here has the version or name '{}'", printable(typed)),
      "see dunlin status");
}

// The correction that the options ask for; nothing for --statement and --restore, which write no entry.
std::optional<Correction> correction_for(const Invocation& invocation, postgres::Connection& connection,
                                         const std::vector<model::Migration>& files,
                                         const model::History& history,
                                         const migrate::ScriptOptions& script) {
  if (invocation.accept) {
    Correction correction{.kind = EntryKind::adopted, .migration = find_file(files, *invocation.accept)};
    const auto stored = migrate::read_rollback(connection, find_applied(history, *invocation.accept).hash);
    correction.rollback_sql = stored.sql.value_or("");
    correction.rollback_source = stored.source;
    correction.rollback_file = stored.file;
    return correction;
  }
  if (invocation.rollback) {
    const auto& applied = find_applied(history, *invocation.rollback);
    Correction correction{.kind = EntryKind::adopted, .migration = find_file(files, *invocation.rollback)};
    if (!correction.migration.rollback)
      throw refused(fmt::format("{} has no rollback", label(correction.migration)),
                    "write a -- dunlin:down section, or rollback/<file>");
    correction.migration.checksum =
        applied.checksum;  // this corrects the rollback, not the record of what ran
    migrate::take_rollback(correction, script);
    return correction;
  }
  if (invocation.mark_applied) {
    Correction correction{.kind = EntryKind::adopted,
                          .migration = find_file(files, *invocation.mark_applied)};
    migrate::take_rollback(correction, script);
    return correction;
  }
  if (invocation.forget) {
    const auto& entry = find_any_applied(history, *invocation.forget);
    model::Migration migration;
    migration.version = entry.version;
    migration.name = entry.name;
    migration.repeatable = entry.repeatable();
    migration.checksum = entry.checksum;
    return Correction{.kind = EntryKind::forgotten, .migration = migration};
  }
  return std::nullopt;
}

// Where a lost file belongs: a script that was run from another folder of the project goes back there.
std::filesystem::path place_of(const model::Config& config, const model::LedgerEntry& entry) {
  const std::filesystem::path recorded(entry.file);
  const auto relative = recorded.lexically_relative(config.root);
  const bool below = !relative.empty() && *relative.begin() != "..";
  return entry.repeatable() && below ? recorded
                                     : std::filesystem::path(config.migrations) / recorded.filename();
}

int restore_file(const Invocation& invocation, const model::Config& config, postgres::Connection& connection,
                 const model::History& history, Screen& screen) {
  const auto& entry = find_any_applied(history, *invocation.restore);
  const auto path = place_of(config, entry);
  if (std::filesystem::exists(path))
    throw refused(fmt::format("{} exists", path.string()), "move it away first");
  write_file(path, migrate::restore_sql(connection, entry.hash));
  screen.json(Json::object().set("outcome", "done").set("file", path.string()));
  screen.line(fmt::format("wrote {} from the journal: its statements, without comments", path.string()));
  screen.note(entry.repeatable()
                  ? "its text isn't the old one byte by byte: dunlin migrate will run it again"
                  : fmt::format("record its text as the applied one: dunlin repair --accept {} --reason TEXT",
                                entry.version.text));
  return 0;
}

void require_one(const Invocation& invocation) {
  const int given = (invocation.accept ? 1 : 0) + (invocation.forget ? 1 : 0) + (invocation.restore ? 1 : 0) +
                    (invocation.mark_applied ? 1 : 0) + (invocation.statement ? 1 : 0) +
                    (invocation.rollback ? 1 : 0);
  if (given != 1)
    throw usage_error(
        "say what to repair: one of --accept, --forget, --mark-applied, --restore, --rollback, --statement",
        "see dunlin help repair");
  if (!invocation.restore && trim(invocation.reason).empty())
    throw usage_error("a correction of the history needs a reason",
                      "add --reason TEXT; it is recorded in the ledger");
}

// The file reads as it did when it ran, under the same name: there is nothing to accept.
bool is_unedited(const std::vector<model::Migration>& files, const model::History& history,
                 const std::string& version) {
  const auto& file = find_file(files, version);
  const auto& applied = find_applied(history, version);
  return file.checksum == applied.checksum && file.name == applied.name;
}

int say_unedited(const std::string& version, Screen& screen) {
  screen.json(Json::object().set("outcome", "done"));
  screen.line(
      fmt::format("nothing to accept: the file of {} reads as it did when it ran; nothing was recorded",
                  printable(version)));
  return 0;
}

}  // namespace

int run_repair(const Invocation& invocation, Screen& screen) {
  require_one(invocation);
  const auto config = load_project(invocation);
  const Target target(config);
  auto connection = target.connect();
  if (invocation.restore)
    return restore_file(invocation, config, connection, migrate::read_history(connection), screen);
  const auto files = migrate::load_migrations(config);
  require_writable(connection);
  Writing writing(connection, config, invocation, screen);
  const auto history = migrate::read_history(connection);
  if (invocation.accept && history.open_entry() == nullptr && is_unedited(files, history, *invocation.accept))
    return say_unedited(*invocation.accept, screen);
  const auto correction =
      correction_for(invocation, connection, files, history, plan_context(config, connection).script);
  model::Run run{.id = writing.begin()};
  if (correction) {
    migrate::record_corrections(connection, history, {*correction}, plan_context(config, connection).script,
                                run.id, invocation.reason);
  } else {
    migrate::settle_statement(connection, history, *invocation.statement == "done");
  }
  writing.finish(run);
  screen.json(Json::object().set("outcome", "done").set("run", run.id));
  screen.line(fmt::format("recorded (run {})", run.id));
  return 0;
}

}  // namespace dunlin::cli
