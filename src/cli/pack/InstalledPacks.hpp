#pragma once

#include <string>
#include <vector>

#include "model/Migration.hpp"
#include "packs/Record.hpp"

namespace dunlin::cli {

/// A pack that the project's files have, by the last of its migrations.
struct InstalledPack {
  packs::Record record;
  model::Version migration;  ///< the last one of this pack
  std::string file;
  friend bool operator==(const InstalledPack&, const InstalledPack&) = default;
};

/// Read from the headers of the migrations, in their order; what was removed again isn't among them.
std::vector<InstalledPack> installed_packs(const std::vector<model::Migration>& migrations);

/// The one of that name, or nullptr.
const InstalledPack* find_installed(const std::vector<InstalledPack>& installed, const std::string& pack);

}  // namespace dunlin::cli
