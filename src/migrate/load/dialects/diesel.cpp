#include <algorithm>
#include <fmt/format.h>
#include <string>

#include "base/Text.hpp"
#include "migrate/load/Layout.hpp"

namespace dunlin::migrate {
namespace {

// The part before the first underscore without its dashes: 2024-01-15-123456_users is version 20240115123456.
bool read_directory_name(const std::string& directory, std::string& version, std::string& name) {
  const auto underscore = directory.find('_');
  version = directory.substr(0, underscore);
  std::erase(version, '-');
  name = underscore == std::string::npos ? std::string() : directory.substr(underscore + 1);
  return !version.empty() && version.size() <= 19 &&
         version.find_first_not_of("0123456789") == std::string::npos;
}

std::string evidence(const Folder& folder) {
  for (const auto& directory : folder.directories) {
    if (is_file(folder.file(directory) + "/up.sql")) return directory + "/up.sql";
  }
  return {};
}

// metadata.toml beside the scripts: run_in_transaction, which diesel takes as false when the file is there
// without it.
bool runs_in_transaction(const Folder& migration) {
  if (!migration.has_file("metadata.toml")) return true;
  const std::string settings = read_beginning(migration.file("metadata.toml"));
  for (const auto line : split_lines(settings)) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || trim(line.substr(0, equals)) != "run_in_transaction") continue;
    return trim(line.substr(equals + 1)).starts_with("true");
  }
  return false;
}

std::vector<MigrationFiles> list(const std::string& path) {
  const Folder folder = read_folder(path);
  std::vector<MigrationFiles> migrations;
  for (const auto& directory : folder.directories) {
    const Folder inside = read_folder(folder.file(directory));
    std::string version;
    MigrationFiles migration;
    const bool named = read_directory_name(directory, version, migration.name);
    const bool has_up = inside.has_file("up.sql");
    if (!named && !has_up) continue;  // rollback/, repeatable/, ...
    if (!named || !has_up) {
      throw file_error(inside.path,
                       has_up ? fmt::format("{} is not named like a migration", printable(inside.path))
                              : fmt::format("{} has no up.sql", printable(inside.path)),
                       "a migration is a folder YYYY-MM-DD-HHMMSS_name with up.sql and down.sql");
    }
    migration.version = model::parse_version(version);
    migration.up = inside.file("up.sql");
    if (inside.has_file("down.sql")) migration.down = inside.file("down.sql");
    migration.transaction = runs_in_transaction(inside);
    migrations.push_back(std::move(migration));
  }
  return migrations;
}

// diesel compares versions as text.
bool before(const MigrationFiles& a, const MigrationFiles& b) {
  return a.version.text < b.version.text;
}

}  // namespace

Layout diesel_layout() {
  return {model::Dialect::diesel, evidence, list, whole_file_sections, before};
}

}  // namespace dunlin::migrate
