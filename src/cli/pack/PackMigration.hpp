#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/Config.hpp"
#include "model/Migration.hpp"
#include "packs/Record.hpp"

namespace dunlin::cli {

/// A migration that a pack becomes: its scripts, and what its header says.
struct PackMigration {
  packs::Record record;
  std::string name;                  ///< "pack_audit"
  std::string title;                 ///< its description
  std::string up, down;              ///< down: "" when it can't be taken back
  std::vector<std::string> allowed;  ///< rules of the linter that the file as a whole is let off
};

/// A file to write.
struct PackFileText {
  std::filesystem::path path;
  std::string text;
  friend bool operator==(const PackFileText&, const PackFileText&) = default;
};

struct PackFiles {
  std::string version;
  std::vector<PackFileText> files;  ///< the first is the one that is run
};

/// The files in the project's layout, behind its last migration: the rollback as a section, a paired file, or
/// in the folder of rollbacks, where the layout's own tool would run a section too. Throws a refused Error
/// for layouts that keep a plan, and where a file is there already.
PackFiles pack_files(const model::Config& config, const std::vector<model::Migration>& migrations,
                     const PackMigration& migration, const std::string& today);

}  // namespace dunlin::cli
