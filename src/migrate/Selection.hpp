#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/Ledger.hpp"
#include "model/Migration.hpp"

namespace dunlin::migrate {

/// Which of the pending migrations the user asked for.
struct Selection {
  std::optional<std::string> to;  ///< a version: up to and with it
  std::optional<int> steps;       ///< the first N
  std::vector<std::string> include_tags;
  std::vector<std::string> exclude_tags;
  std::string phase;
  bool include_all = false;  ///< also those that come before an applied one
  bool only_file = false;    ///< `--file`: the list of files is that one file
};

/// The pending migrations to run, in order: versions, dependencies, then repeatables. Pure. Throws a refused
/// Error that lists migrations out of order (unless include_all), and for a dependency that is missing or
/// circular; a usage Error for a version that no file has.
std::vector<const model::Migration*> select_pending(const std::vector<model::Migration>& files,
                                                    const model::History& history,
                                                    const Selection& selection);

}  // namespace dunlin::migrate
