#include <algorithm>
#include <fmt/format.h>
#include <string>

#include "base/Text.hpp"
#include "migrate/load/Layout.hpp"

namespace dunlin::migrate {
namespace {

std::string evidence(const Folder& folder) {
  for (const auto& directory : folder.directories) {
    if (is_file(folder.file(directory) + "/migration.sql")) return directory + "/migration.sql";
  }
  return folder.has_file("migration_lock.toml") ? "migration_lock.toml" : std::string();
}

// migration_lock.toml names the database the migrations were written for.
void require_postgresql(const Folder& folder) {
  const std::string path = folder.file("migration_lock.toml");
  const std::string lock = read_beginning(path);
  for (const auto line : split_lines(lock)) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || trim(line.substr(0, equals)) != "provider") continue;
    std::string provider(trim(line.substr(equals + 1)));
    std::erase(provider, '"');
    if (provider == "postgresql" || provider == "postgres") return;
    throw file_error(
        path, fmt::format("these migrations are for {}, not PostgreSQL", printable(provider)),
        "dunlin runs PostgreSQL migrations; `dunlin transfer` moves the data of an SQLite database");
  }
}

std::vector<MigrationFiles> list(const std::string& path) {
  const Folder folder = read_folder(path);
  require_postgresql(folder);
  std::vector<MigrationFiles> migrations;
  for (const auto& directory : folder.directories) {
    const Folder inside = read_folder(folder.file(directory));
    std::string version;
    MigrationFiles migration;
    const bool named = split_number(directory, version, migration.name);
    const bool has_script = inside.has_file("migration.sql");
    if (!named && !has_script) continue;  // rollback/, repeatable/, ...
    if (!named || !has_script) {
      throw file_error(inside.path,
                       has_script ? fmt::format("{} is not named like a migration", printable(inside.path))
                                  : fmt::format("{} has no migration.sql", printable(inside.path)),
                       "a migration is a folder YYYYMMDDHHMMSS_name with migration.sql (and down.sql)");
    }
    migration.version = model::parse_version(version);
    // Prisma goes by the folder's whole name, so two may have one date.
    const bool same_date = migration.version.numbering == model::Numbering::dated && !migrations.empty() &&
                           migrations.back().version.numbers == migration.version.numbers;
    if (same_date) migration.version = model::parse_named_version(directory);
    migration.up = inside.file("migration.sql");
    if (inside.has_file("down.sql")) migration.down = inside.file("down.sql");
    migrations.push_back(std::move(migration));
  }
  return migrations;
}

}  // namespace

// Prisma goes by the folders' names.
Layout prisma_layout() {
  return {model::Dialect::prisma, evidence, list, whole_file_sections, name_before};
}

}  // namespace dunlin::migrate
