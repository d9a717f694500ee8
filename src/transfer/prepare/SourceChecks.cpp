#include "transfer/prepare/SourceChecks.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sys/statvfs.h>

#include "base/Duration.hpp"
#include "base/Text.hpp"
#include "sqlite/CopySource.hpp"
#include "transfer/prepare/Findings.hpp"

namespace dunlin::transfer {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_damage_shown = 5;
constexpr std::uint64_t k_large_wal = std::uint64_t{64} << 20;

struct Disk {
  unsigned long id = 0;
  std::optional<std::uint64_t> free;
};
Disk disk_of(fs::path folder) {
  std::error_code none;
  while (!folder.empty() && folder.has_relative_path() && !fs::exists(folder, none))
    folder = folder.parent_path();
  struct statvfs info {};
  if (::statvfs(folder.c_str(), &info) != 0) return {};
  return {info.f_fsid, static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize};
}

Check room_check(const Room& room) {
  const std::string where = printable(room.folder.string());
  if (!room.free) return {"free disk here", CheckState::note, "not known for " + where, ""};
  const bool enough = *room.free >= room.needed;
  return {"free disk here", enough ? CheckState::ok : CheckState::refused,
          fmt::format("{} free, copies in {} need {}", describe_size(*room.free), where,
                      describe_size(room.needed)),
          enough ? "" : "make room, or name another folder: [transfer] directory in dunlin.toml"};
}

Check lock_check(const sqlite::SourceState& source) {
  if (source.hot_journal)
    return {"locks", CheckState::warning,
            "the last writer died in a transaction; it is rolled back in the copies",
            "open the application once, so that SQLite rolls it back in the file too"};
  if (source.writer)
    return {"locks", CheckState::note, fmt::format("{} is writing right now", describe(*source.writer)), ""};
  return {"locks", CheckState::ok, source.in_use ? "open in another process, nobody is writing" : "none", ""};
}

Check journal_check(const sqlite::SourceState& source) {
  if (!source.header.wal && source.wal_size == 0)
    return {"journal", CheckState::ok, "rollback journal: a writer waits while the file is copied", ""};
  const bool large = source.wal_size > k_large_wal;
  return {
      "journal", large ? CheckState::note : CheckState::ok,
      source.wal_size == 0
          ? "WAL mode, no WAL at the moment: nobody waits for a copy"
          : fmt::format("WAL of {}: nobody waits for a copy", describe_size(source.wal_size)),
      large ? "a WAL this large means that checkpoints don't come through: a reader that never ends?" : ""};
}

Check format_check(const sqlite::SourceState& source) {
  const auto& header = source.header;
  std::string text = fmt::format("{} in pages of {} bytes, {}", describe_size(source.size), header.page_size,
                                 encoding_name(header));
  if (header.written_by != 0) text += ", last written by SQLite " + sqlite::version_name(header.written_by);
  if (header.user_version != 0) text += fmt::format(", user_version {}", header.user_version);
  if (header.application_id != 0) text += fmt::format(", application_id {:#010x}", header.application_id);
  return {"file", CheckState::ok, std::move(text), ""};
}

Check orphan_check(const sqlite::Orphans& orphans) {
  const std::string table = printable(orphans.table);
  if (!orphans.problem.empty())
    return {"foreign keys of " + table, CheckState::warning, "can't be checked: " + orphans.problem,
            "PostgreSQL needs a unique index or primary key on what is referenced"};
  std::string text = fmt::format("{} of {} ({}) {} no parent in {}: {}",
                                 counted(static_cast<std::size_t>(orphans.count), "row"), table,
                                 printable(join(orphans.columns, ", ")), orphans.count == 1 ? "has" : "have",
                                 printable(orphans.parent), printable(join(orphans.keys, ", ")));
  if (static_cast<std::size_t>(orphans.count) > orphans.keys.size()) text += ", ...";
  return {"orphan rows", CheckState::warning, std::move(text),
          "add the parents or delete the rows in SQLite; until then the key can't be valid in PostgreSQL"};
}

std::string first_of(std::vector<std::string> lines) {
  const std::size_t count = lines.size();
  if (count > k_damage_shown) {
    lines.resize(k_damage_shown);
    lines.push_back(fmt::format("{} more", count - k_damage_shown));
  }
  return join(lines, "; ");
}

}  // namespace

std::vector<Room> rooms_for(const sqlite::SourceState& source, const fs::path& backups,
                            const fs::path& workplace) {
  const std::uint64_t one = source.size + source.wal_size, spare = sqlite::k_spare_room;
  const Disk first = disk_of(backups), second = disk_of(workplace);
  if (first.free && second.free && first.id == second.id) return {{backups, 3 * one + spare, first.free}};
  return {{backups, 2 * one + spare, first.free}, {workplace, one + spare, second.free}};
}

std::vector<Check> check_source_state(const sqlite::SourceState& source, const std::vector<Room>& rooms) {
  std::vector<Check> checks{format_check(source), lock_check(source), journal_check(source)};
  for (const Room& room : rooms) checks.push_back(room_check(room));
  return checks;
}

std::vector<Check> check_snapshot(const sqlite::Snapshot& snapshot, const sqlite::ContentChecks& contents,
                                  std::int64_t milliseconds) {
  std::vector<Check> checks;
  checks.push_back(
      {"private copy", CheckState::ok,
       fmt::format("{} taken in {}{}", describe_size(snapshot.size),
                   milliseconds == 0 ? "less than 1 ms" : describe_duration(Milliseconds(milliseconds)),
                   snapshot.attempts > 1
                       ? fmt::format(", at attempt {}: others wrote meanwhile", snapshot.attempts)
                       : ""),
       ""});
  for (const auto& problem : long_value_problems(contents))
    checks.push_back({problem.rule, CheckState::refused,
                      fmt::format("{}: {} ({})", printable(problem.object), problem.message,
                                  printable(join(problem.keys, ", "))),
                      problem.hint});
  if (!contents.long_values.empty()) return checks;
  if (!contents.damage.empty()) {
    checks.push_back({"integrity", CheckState::refused, "the file is damaged: " + first_of(contents.damage),
                      "restore a backup, or save what is left with: sqlite3 FILE .recover"});
    return checks;
  }
  if (contents.violations.empty())
    checks.push_back({"integrity", CheckState::ok, "PRAGMA integrity_check: ok", ""});
  else
    checks.push_back({"integrity", CheckState::refused,
                      "values break the file's own constraints: " + first_of(contents.violations),
                      "correct these rows in SQLite: PostgreSQL won't take them"});
  for (const std::string& why : contents.not_checked)
    checks.push_back({"integrity", CheckState::warning, "not all could be checked: " + why,
                      "a collation or module of the application is missing here"});
  for (const sqlite::Orphans& orphans : contents.orphans) checks.push_back(orphan_check(orphans));
  if (contents.orphans.empty())
    checks.push_back({"foreign keys", CheckState::ok, "PRAGMA foreign_key_check: no orphan rows", ""});
  return checks;
}

}  // namespace dunlin::transfer
