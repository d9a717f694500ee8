#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace dunlin {

using Milliseconds = std::chrono::milliseconds;

/// Reads "250ms", "2s", "5min", "5m", "1h", "1d" or "0"; a bare number is seconds. Throws a usage Error
/// otherwise.
Milliseconds parse_duration(std::string_view text);

/// For people: "4 ms", "1.24 s", "3 min 05 s", "2 h 10 min".
std::string describe_duration(Milliseconds duration);

}  // namespace dunlin
