#pragma once

#include <cstdint>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// The file's own SET of lock_timeout and statement_timeout counts: the runner sets none, or was told to
/// leave them (-- dunlin:own-timeouts). dunlin sets its own anew behind each SET of a file.
inline bool sets_own_timeouts(const Scene& scene) {
  return !scene.settings().managed_timeouts || scene.file().own_timeouts;
}

/// Longer than this, a wait for a lock stops the queue behind it for too long.
constexpr std::int64_t k_longest_lock_wait_ms = 10'000;

}  // namespace dunlin::lint
