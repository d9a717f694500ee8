#pragma once

#include "cli/TomlSection.hpp"
#include "model/TransferConfig.hpp"

namespace dunlin::cli {

/// Reads [transfer] and its [[transfer.column]] rules. Throws a usage Error with the place.
void read_transfer(const toml::table& table, const TomlSource& source, model::TransferConfig& out);

}  // namespace dunlin::cli
