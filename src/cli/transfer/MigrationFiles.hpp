#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/Config.hpp"
#include "model/Ledger.hpp"
#include "model/Migration.hpp"
#include "transfer/schema/Scripts.hpp"

namespace dunlin::cli {

/// One of the three migrations of a transfer (see transfer::migration_name) as it is to be written.
struct MigrationFile {
  enum class Action { written, rewritten, unchanged };
  std::filesystem::path path;
  std::string phase;  ///< "before-data", "after-data", "after-move"
  Action action = Action::written;
  std::string text;  ///< of the whole file
  friend bool operator==(const MigrationFile&, const MigrationFile&) = default;
};
std::string to_string(MigrationFile::Action action);

/// Which files the scripts go to: those of an earlier preparation, or new ones behind the last migration.
/// Reads those files, writes nothing. Throws a refused Error for one that was edited by hand or is applied
/// and would change.
std::vector<MigrationFile> plan_migration_files(const model::Config& config,
                                                const std::vector<model::Migration>& files,
                                                const model::History& history,
                                                const std::filesystem::path& source,
                                                const transfer::Scripts& scripts);

/// Writes those that are new or changed.
void write_migration_files(const std::vector<MigrationFile>& files);

}  // namespace dunlin::cli
