#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "migrate/load/Layout.hpp"

namespace dunlin::migrate {

/// The rollback/ folder: which of its files takes back which version. A file belongs to a version when it has
/// the name of its up file (007_x.sql, 007_x.down.sql), or else when its name begins with the version's
/// number (007.sql, 7_undo.sql). Other files (emergency_rollback.sql) are nobody's.
class RollbackFolder {
 public:
  /// Reads the folder's names; a folder that isn't there has none.
  explicit RollbackFolder(const std::string& path);

  /// The file that takes `migration` back, if there is one. Throws a usage Error naming both when two do.
  std::optional<std::string> find(const MigrationFiles& migration) const;

 private:
  std::string path_;
  std::map<std::string, std::string> by_stem_;  // of the up file -> file
  std::map<model::Version, std::vector<std::string>> by_version_;
};

}  // namespace dunlin::migrate
