#pragma once

#include <chrono>
#include <memory>

#include "cli/Screen.hpp"
#include "model/Event.hpp"

namespace dunlin::cli {

/// An observer that shows a run on the screen: a live line on a terminal, plain lines in a pipe.
model::Observer show_progress(Screen& screen);

/// "pid 4711 (psql, user app, idle in transaction for 3.20 s): SELECT ..."
std::string describe(const model::Blocker& blocker);

}  // namespace dunlin::cli
