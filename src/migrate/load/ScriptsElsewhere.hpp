#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/Config.hpp"
#include "model/Ledger.hpp"
#include "model/Migration.hpp"

namespace dunlin::migrate {

/// Scripts without a version that the history has, and the project's migrations haven't: `migrate --file`
/// runs files of any folder.
struct ScriptsElsewhere {
  std::vector<model::Migration> found;  ///< as their files are now
  std::set<std::string> foreign;        ///< names of those that no folder of the project holds, or that
                                        ///< this user may not read
};

/// Looks for the file of each repeatable in `history` that isn't among `files`: where it was when it ran, and
/// (it may have run on another machine) at the same place below the project's root. A file that isn't a
/// script any more is found without a text and with another checksum: it counts as edited.
ScriptsElsewhere find_scripts_elsewhere(const model::Config& config,
                                        const std::vector<model::Migration>& files,
                                        const model::History& history);

}  // namespace dunlin::migrate
