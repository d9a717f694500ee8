#pragma once

#include <cstdint>
#include <optional>

namespace dunlin::transfer {

/// Ways to store a moment as a number.
enum class Epoch : std::uint8_t {
  seconds,       ///< since 1970-01-01
  milliseconds,  ///< since 1970-01-01
  microseconds,  ///< since 1970-01-01
  core_data,     ///< seconds since 2001-01-01 (Apple)
  webkit,        ///< microseconds since 1601-01-01 (Chrome)
  julian         ///< days since noon of 24 November 4714 BC (julianday())
};

/// Microseconds since 2000-01-01; nothing when PostgreSQL's timestamp can't hold the moment. Reals are
/// rounded to a microsecond.
std::optional<std::int64_t> micros_from(std::int64_t value, Epoch epoch);
std::optional<std::int64_t> micros_from(double value, Epoch epoch);

/// The number for a moment: as an integer when it is a whole number of units.
struct EpochNumber {
  bool whole = false;
  std::int64_t integer = 0;  ///< where whole
  double real = 0;           ///< in any case
};
EpochNumber epoch_from(std::int64_t micros, Epoch epoch);

}  // namespace dunlin::transfer
