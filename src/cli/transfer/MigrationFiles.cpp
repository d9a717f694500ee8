#include "cli/transfer/MigrationFiles.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/HalfWritten.hpp"
#include "base/Hash.hpp"
#include "base/Text.hpp"
#include "cli/NewMigration.hpp"
#include "transfer/schema/MigrationName.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;

struct Part {
  transfer::SchemaPart part;
  const char* phase;
  std::string transfer::Scripts::*body;
};
constexpr std::array<Part, 3> k_parts{{
    {transfer::SchemaPart::tables, "before-data", &transfer::Scripts::before_data},
    {transfer::SchemaPart::keys, "after-data", &transfer::Scripts::after_data},
    {transfer::SchemaPart::logic, "after-move", &transfer::Scripts::after_move},
}};

// Tools that keep both ways in one file have a marker of their own between them, also before a rollback that
// has nothing to do.
std::string in_dialect(model::Dialect dialect, const std::string& body) {
  static constexpr std::string_view k_ours = "\n-- dunlin:down\n";
  const std::string marker =
      dialect == model::Dialect::sqitch ? "" : new_files(dialect, "", "1", "any", "").front().end;
  if (marker.empty() || marker.ends_with(k_ours)) return body;
  const auto ours = body.rfind(k_ours);
  if (ours == std::string::npos) return body + marker;
  return body.substr(0, ours) + marker + body.substr(ours + k_ours.size());
}

// The line that tells our own text from an edited one.
constexpr std::string_view k_seal = "-- Generated: by dunlin transfer prepare; what follows has SHA-256 ";

std::string name_of(const Part& part, const fs::path& source) {
  return transfer::migration_name(source, part.part);
}

const model::Migration* find(const std::vector<model::Migration>& files, const std::string& name) {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const auto& file) { return file.name == name; });
  return found == files.end() ? nullptr : &*found;
}

// What it is for, and its phase, the body says.
std::string header_of(const Part& part, const std::string& version, const fs::path& source,
                      std::string_view body) {
  return fmt::format("-- Migration: {}_{}\n-- Date: {}\n{}{}\n", version, name_of(part, source),
                     utc_now("%Y-%m-%d"), k_seal, sha256(body));
}

/// What an earlier preparation left in a file.
struct Sealed {
  std::string body;
  bool intact = false;  ///< nobody edited it
};
Sealed read_sealed(const fs::path& path) {
  const std::string text = read_file(path);
  const auto seal = text.find(k_seal);
  if (seal == std::string::npos) return {};
  const auto end = text.find('\n', seal);
  if (end == std::string::npos) return {};
  const std::string sum = text.substr(seal + k_seal.size(), end - seal - k_seal.size());
  std::string body = text.substr(end + 1);
  const bool intact = sha256(body) == sum;
  return {std::move(body), intact};
}

bool is_applied(const model::History& history, const model::Migration& file) {
  bool applied = false;
  for (const auto& entry : history.entries) {
    if (!(entry.version == file.version) || entry.name != file.name) continue;
    if (entry.state == model::EntryState::abandoned) continue;
    if (entry.kind == model::EntryKind::up || entry.kind == model::EntryKind::adopted) applied = true;
    if (entry.kind == model::EntryKind::down || entry.kind == model::EntryKind::forgotten) applied = false;
  }
  return applied;
}

MigrationFile again(const Part& part, const model::Migration& before, const model::History& history,
                    const fs::path& source, const std::string& body) {
  const fs::path path = before.up.file;
  const Sealed sealed = read_sealed(path);
  const std::string shown = printable(path.filename().string());
  if (sealed.intact && sealed.body == body)
    return {path, part.phase, MigrationFile::Action::unchanged, read_file(path)};
  if (is_applied(history, before)) {
    throw refused(
        shown + " is applied, and the schema of the source asks for another one now",
        "write the difference as a migration of its own. The transfer of another file, or into another "
        "schema, needs a file of another name: its migrations are named after it");
  }
  if (!sealed.intact) {
    throw refused(
        shown + " was edited by hand: preparing would overwrite that",
        "say what you want in [transfer] of dunlin.toml, then delete the file; or keep the file as it "
        "is and go on with: dunlin transfer run");
  }
  const auto files = new_files(before.dialect, path.parent_path(), before.version.text, before.name,
                               header_of(part, before.version.text, source, body));
  const std::string begin = files.front().begin;
  const std::string header = header_of(part, before.version.text, source, body);
  return {path, part.phase, MigrationFile::Action::rewritten, (begin == header ? "" : begin) + header + body};
}

MigrationFile anew(const Part& part, const model::Config& config, const std::string& version,
                   const fs::path& source, const std::string& body) {
  const std::string header = header_of(part, version, source, body);
  const auto files = new_files(config.dialect, config.migrations, version, name_of(part, source), header);
  const std::string begin = files.front().begin;
  return {files.front().path, part.phase, MigrationFile::Action::written,
          (begin == header ? "" : begin) + header + body};
}

// One that was deleted by hand would come behind those that need it.
void require_order(const std::array<const model::Migration*, 3>& before) {
  for (std::size_t i = 0; i + 1 < before.size(); ++i)
    for (std::size_t later = i + 1; later < before.size(); ++later)
      if (before[i] == nullptr && before[later] != nullptr)
        throw refused(fmt::format("{} is there, but the file that comes before it isn't",
                                  printable(fs::path(before[later]->up.file).filename().string())),
                      "delete the rest of the three transfer_ files too: they are written anew, in order");
}

}  // namespace

std::string to_string(MigrationFile::Action action) {
  return action == MigrationFile::Action::written     ? "written"
         : action == MigrationFile::Action::rewritten ? "rewritten"
                                                      : "unchanged";
}

std::vector<MigrationFile> plan_migration_files(const model::Config& config,
                                                const std::vector<model::Migration>& files,
                                                const model::History& history, const fs::path& source,
                                                const transfer::Scripts& scripts) {
  std::array<const model::Migration*, 3> before{};
  for (std::size_t i = 0; i < k_parts.size(); ++i) before[i] = find(files, name_of(k_parts[i], source));
  require_order(before);
  const auto missing = static_cast<std::size_t>(std::count(before.begin(), before.end(), nullptr));
  const auto versions = next_versions(files, config.dialect, missing);
  std::vector<MigrationFile> planned;
  std::size_t next = 0;
  for (std::size_t i = 0; i < k_parts.size(); ++i) {
    const std::string body = in_dialect(config.dialect, scripts.*k_parts[i].body);
    planned.push_back(before[i] != nullptr ? again(k_parts[i], *before[i], history, source, body)
                                           : anew(k_parts[i], config, versions[next++], source, body));
  }
  return planned;
}

void write_migration_files(const std::vector<MigrationFile>& files) {
  for (const MigrationFile& file : files) {
    remove_half_written(file.path);
    if (file.action == MigrationFile::Action::unchanged) continue;
    fs::create_directories(file.path.parent_path());
    write_file(file.path, file.text);
  }
}

}  // namespace dunlin::cli
