#pragma once

#include <chrono>

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "transfer/follow/Follower.hpp"

namespace dunlin::cli {

/// A line of progress: "round 3: 1,204 rows out, 1,310 in (2,117 of 85,713 pages), 0.31 s".
void show_round(const transfer::Round& round, Screen& screen);

/// {"round", "deleted", "inserted", "rejected", "pages", "changed_pages", "logged_keys", "milliseconds",
/// "tables": [...]}.
Json round_json(const transfer::Round& round);

/// --budget (`otherwise` when it isn't given), --rounds and --every.
transfer::FollowLimits follow_limits(const Invocation& invocation, std::chrono::milliseconds otherwise);

}  // namespace dunlin::cli
