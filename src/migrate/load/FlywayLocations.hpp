#pragma once

#include <filesystem>
#include <vector>

#include "migrate/load/Folder.hpp"

namespace dunlin::migrate {

/// The folders that `locations` in a project's flyway.toml, flyway.conf or conf/flyway.* names; empty without
/// them. Locations outside of the file system (s3:, gcs:) are left out.
std::vector<std::filesystem::path> flyway_locations(const Folder& project);

}  // namespace dunlin::migrate
