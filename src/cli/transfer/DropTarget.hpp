#pragma once

#include "cli/Screen.hpp"
#include "cli/transfer/Verbs.hpp"

namespace dunlin::cli {

/// `return --drop`: while the application works on SQLite, rolls back the transfer's migrations, so that
/// nothing of it is left in PostgreSQL and a new one can begin. Asks first; may be repeated after a kill.
/// Returns the exit code.
int drop_target(const TransferRequest& request, Screen& screen);

}  // namespace dunlin::cli
