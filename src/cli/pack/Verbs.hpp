#pragma once

#include <string>
#include <vector>

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "cli/pack/InstalledPacks.hpp"
#include "model/Config.hpp"
#include "packs/Pack.hpp"

namespace dunlin::cli {

/// What every verb of `dunlin pack` begins with.
struct PackRequest {
  const Invocation& invocation;
  const model::Config config;
  const std::vector<packs::Pack> packs;            ///< of the program and of the project
  const std::vector<model::Migration> migrations;  ///< of the project
  const std::vector<InstalledPack> installed;
  const std::string name;  ///< of the pack; "" for list
};

/// One verb: its word, a line for people, and the function that carries it out (returns the exit code, throws
/// Error).
struct PackVerb {
  const char* name;
  const char* summary;
  int (*run)(const PackRequest&, Screen&);
};

/// The verbs in the order in which they are shown; a line each in verbs.inc, the function in cli/pack/.
const std::vector<PackVerb>& pack_verbs();

}  // namespace dunlin::cli
