#pragma once

#include <vector>

#include "cli/Screen.hpp"
#include "cli/transfer/Verbs.hpp"

namespace dunlin::cli {

/// Drops what an unfinished load left on the servers, and forgets the plan: the next step prepares anew. Asks
/// once, for all servers: either all begin anew or none. Throws a refused Error when that isn't agreed to, or
/// when a server's load has ended.
void begin_anew(const std::vector<TransferRequest>& servers, Screen& screen);

}  // namespace dunlin::cli
