#pragma once

#include <map>
#include <string>

#include "packs/Pack.hpp"

namespace dunlin::packs {

/// A pack from its files by their names in its folder ("pack.toml", "up.sql", "update/1.0-1.1.sql"). Throws a
/// usage Error with file and line for a pack.toml that says something unknown or impossible, and for a pack
/// without what every pack has: up.sql and down.sql.
Pack read_pack(const std::string& folder, const std::map<std::string, std::string>& files);

}  // namespace dunlin::packs
