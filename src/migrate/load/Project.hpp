#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/Config.hpp"
#include "model/Migration.hpp"

namespace dunlin::migrate {

/// What a folder turned out to be.
struct RecognisedLayout {
  model::Dialect dialect = model::Dialect::dunlin;
  std::filesystem::path migrations;                ///< folder of the migrations
  std::vector<std::filesystem::path> repeatables;  ///< folders of *.sql that run again when changed
  std::filesystem::path rollbacks;
  std::filesystem::path seed;
};

/// Recognises the migrations of a project folder without a dunlin.toml, by its own layout or another tool's.
/// Throws a usage Error that says what was looked for when nothing is found, and names both when two layouts
/// fit equally.
RecognisedLayout recognise(const std::filesystem::path& root);

/// The same for a migrations folder whose place is known (from dunlin.toml or --dir): its dialect, unless
/// that is known too, and what lies around it. `root` is the project's folder. A folder that isn't there yet
/// is dunlin's own.
RecognisedLayout recognise_folder(const std::filesystem::path& root, const std::filesystem::path& migrations,
                                  std::optional<model::Dialect> dialect = std::nullopt);

/// The dialect of a migrations folder whose place is known (from dunlin.toml or --dir) but whose dialect
/// isn't.
model::Dialect recognise_dialect(const std::filesystem::path& migrations);

/// Every migration of the project, versioned ones in order (sequential, then dated; a plan's own order), then
/// repeatables by name. Reads files only. Throws a usage Error naming both files for a version that appears
/// twice, and naming the file for one that can't be read, isn't UTF-8, holds a NUL byte, or is too large.
std::vector<model::Migration> load_migrations(const model::Config& config);

/// One file as a migration, for `--file PATH`: its version and name from the file name, whatever folder it is
/// in.
model::Migration load_file(const model::Config& config, const std::filesystem::path& file);

/// The same for many, of which each folder is listed once.
std::vector<model::Migration> load_files(const model::Config& config,
                                         const std::vector<std::filesystem::path>& files);

/// The first with a text in place of the file's own, which needn't be there yet: what an editor has open.
model::Migration load_text(const model::Config& config, const std::filesystem::path& file, std::string text);

}  // namespace dunlin::migrate
