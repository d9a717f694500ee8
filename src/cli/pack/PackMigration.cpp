#include "cli/pack/PackMigration.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/Author.hpp"
#include "cli/NewMigration.hpp"
#include "cli/pack/GooseStatements.hpp"

namespace dunlin::cli {
namespace {

namespace fs = std::filesystem;
using model::Dialect;

// An empty line follows the header, so it holds for the whole file.
std::string allow_line(const PackMigration& migration) {
  if (migration.allowed.empty()) return "";
  return fmt::format("-- dunlin:allow {}: what pack {} has made goes with it\n",
                     join(migration.allowed, ", "), migration.record.pack);
}

std::string header_of(const PackMigration& migration, const std::string& version, const std::string& today) {
  return fmt::format("-- Migration: {}_{}\n-- Description: {}\n{}-- Date: {}\n{}{}", version, migration.name,
                     migration.title, author_line(), today, packs::write_record(migration.record),
                     allow_line(migration));
}

// Beside the migrations, not among them: Prisma takes every folder there for a migration.
fs::path rollback_folder(const model::Config& config) {
  if (fs::is_directory(config.rollbacks)) return config.rollbacks;
  return fs::path(config.migrations).parent_path() / "rollback";
}

// Where the tool itself would run a down section, or knows none, the rollback is a file of its own.
fs::path rollback_file(const model::Config& config, const std::string& version, const std::string& name) {
  const std::string stem = version + "_" + name;
  switch (config.dialect) {
    case Dialect::flyway: return fs::path(config.migrations) / fmt::format("U{}__{}.sql", version, name);
    case Dialect::supabase:
    case Dialect::prisma: return rollback_folder(config) / (stem + ".sql");
    default: return {};
  }
}

void require_free(const std::vector<PackFileText>& files) {
  for (const PackFileText& file : files)
    if (fs::exists(file.path))
      throw refused(printable(file.path.string()) + " exists", "move it out of the way; nothing was written");
}

// ${name} is expanded in every file of a project that has placeholders.
void require_no_placeholders(const model::Config& config, const PackMigration& migration) {
  if (config.placeholders.empty()) return;
  for (const std::string& text : {migration.up, migration.down})
    if (text.find("${") != std::string::npos)
      throw refused(
          "the pack's SQL, or a parameter, holds ${, which this project's [placeholders] would expand",
          "give the parameter without it");
}

}  // namespace

PackFiles pack_files(const model::Config& config, const std::vector<model::Migration>& migrations,
                     const PackMigration& migration, const std::string& today) {
  require_no_placeholders(config, migration);
  const std::string version = next_versions(migrations, config.dialect).front();
  const std::string header = header_of(migration, version, today);
  const auto layout = new_files(config.dialect, config.migrations, version, migration.name, header);
  const NewFile& first = layout.front();
  const fs::path own_rollback = rollback_file(config, version, migration.name);
  PackFiles made{version, {}};
  const bool goose = config.dialect == Dialect::goose;
  const std::string up = goose ? with_goose_statements(migration.up) : migration.up;
  const std::string down = goose ? with_goose_statements(migration.down) : migration.down;
  std::string text = (first.begin == header ? "" : first.begin) + header + "\n" + up;
  const bool has_rollback = !down.empty();
  if (has_rollback && layout.size() == 1 && own_rollback.empty()) text += first.end + "\n" + down;
  made.files.push_back({first.path, text});
  if (has_rollback && layout.size() > 1) made.files.push_back({layout[1].path, layout[1].begin + down});
  if (has_rollback && !own_rollback.empty()) made.files.push_back({own_rollback, down});
  require_free(made.files);
  return made;
}

}  // namespace dunlin::cli
