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

/// The file says where names without a schema lead, and nobody else does.
bool has_schema(const StepRun& run);

/// Puts the file's schema before the others of search_path, until the session is reset. Throws a refused
/// Error where it isn't there and this file doesn't begin with it (its first transaction makes it), and
/// behind a pooler.
void enter_schema(const StepRun& run);

/// Gives the transaction that has just begun the file's timeouts, unless the file has its own.
void set_local_timeouts(StepRun& run);

}  // namespace dunlin::migrate
