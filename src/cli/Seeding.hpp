#pragma once

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "model/Config.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// Loads the project's seed.sql (or --file) in one transaction and says so.
void load_seed(postgres::Connection& connection, const model::Config& config, const Invocation& invocation,
               Screen& screen);

}  // namespace dunlin::cli
