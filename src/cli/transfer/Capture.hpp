#pragma once

#include "cli/transfer/OpenTransfer.hpp"
#include "transfer/follow/Follower.hpp"

namespace dunlin::cli {

/// Does what --capture says before the rounds: with `triggers` puts dunlin's change log and triggers into the
/// source, once somebody has agreed to that; without it takes out what an earlier command has left there.
void begin_capture(transfer::Follower& follower, const TransferRequest& request, Screen& screen);

/// Takes log and triggers out of the source where they are, and says so. When its writers don't let us, that
/// is said, and how to do it later: false.
bool end_capture(const TransferRequest& request, const std::string& source, Screen& screen);

}  // namespace dunlin::cli
