#pragma once

#include <chrono>

namespace dunlin::migrate {

/// How long to wait before a segment that met a lock is tried again: 200 ms, 400 ms, ... up to 5 s, each
/// somewhere between a half and the whole of it, so that two don't march in step.
std::chrono::milliseconds pause_before(int attempt);

/// Returns early when the user asks to stop.
void sleep_unless_interrupted(std::chrono::milliseconds pause);

}  // namespace dunlin::migrate
