#pragma once

#include <functional>

#include "migrate/StepRun.hpp"

namespace dunlin::migrate {

/// Sets again what the file had set on its session before `statement`, when a run goes on with its first
/// segment (other segments still have it).
void replay_settings(StepRun& run, std::size_t segment, std::size_t statement);

/// Does `work` in the role that the file has taken on before `statement`, if any. Afterwards we are ourselves
/// again: the role may not write our journal.
void in_role(StepRun& run, std::size_t statement, const std::function<void()>& work);

/// Gives the transaction that has just begun the file's timeouts, unless the file has its own.
void set_local_timeouts(StepRun& run);

}  // namespace dunlin::migrate
