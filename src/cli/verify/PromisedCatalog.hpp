#pragma once

#include <vector>

#include "checks/Check.hpp"
#include "model/Catalog.hpp"
#include "model/Config.hpp"
#include "model/Migration.hpp"

namespace dunlin::cli {

/// What the files of these migrations end in when they are replayed one after the other, for a server of this
/// version and a session with this search_path. One with the header `Pack: remove` takes back what that
/// pack's files before it have made.
model::Catalog promised_catalog(const model::Config& config, const std::vector<model::Migration>& applied,
                                int server_version, const std::vector<std::string>& search_path);

}  // namespace dunlin::cli
