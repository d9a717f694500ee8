#pragma once

#include "model/Config.hpp"
#include "rehearse/ScratchServer.hpp"
#include "rehearse/Scripts.hpp"

namespace dunlin::cli {

/// Those of the project's migrations that the environment's database has.
rehearse::Scripts applied_scripts(const rehearse::Scripts& all, const model::Config& config);

/// The project's scratch server with room for so many sessions. Throws an unreachable Error where this
/// machine has no PostgreSQL.
rehearse::ScratchServer start_scratch(const model::Config& config, int connections = 100);

/// Runs those of the scripts that the scratch database hasn't got yet. Throws a failed Error naming the one
/// that fails.
void apply_scripts(rehearse::ScratchServer& server, const rehearse::ScratchDatabase& database,
                   const rehearse::Scripts& scripts);

}  // namespace dunlin::cli
