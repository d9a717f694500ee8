#pragma once

#include "cli/Screen.hpp"
#include "cli/transfer/Verbs.hpp"

namespace dunlin::cli {

/// The five phases before anything is loaded, with their reports; returns the exit code. With `goes_on` the
/// JSON of what is ready is left to who goes on with it.
int prepare_transfer(const TransferRequest& request, Screen& screen, bool goes_on);

}  // namespace dunlin::cli
