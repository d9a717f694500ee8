#pragma once

#include <string_view>

namespace dunlin {

/// A named instant at which a crash test may kill this process: when the environment says DUNLIN_KILL_AT=name
/// (or name:N for the Nth time, or any:N for the Nth instant of whatever name), the process sends itself
/// SIGKILL here. Does nothing otherwise.
void kill_point(std::string_view name);

}  // namespace dunlin
