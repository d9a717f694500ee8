#pragma once

#include <cstdint>

namespace dunlin::transfer {

/// A day of the proleptic Gregorian calendar. Year 0 is 1 BC.
struct Day {
  std::int64_t year = 2000;
  int month = 1;
  int day = 1;
  friend bool operator==(const Day&, const Day&) = default;
};

constexpr std::int64_t k_micros_of_second = 1'000'000;
constexpr std::int64_t k_micros_of_day = 86'400 * k_micros_of_second;
/// Days from 1970-01-01 to 2000-01-01, PostgreSQL's epoch.
constexpr std::int64_t k_days_to_2000 = 10'957;

/// Days since 2000-01-01.
std::int64_t days_of(const Day& day);
Day day_of(std::int64_t days);
bool is_day(const Day& day);

/// Whether PostgreSQL's timestamp holds it: 4713 BC to 294276 AD, in microseconds since 2000-01-01
/// (PostgreSQL docs, table 8.9; the exact limits are MIN_TIMESTAMP and END_TIMESTAMP of its timestamp.h).
constexpr bool is_timestamp(std::int64_t micros) {
  return micros >= -211'813'488'000'000'000 && micros < 9'223'371'331'200'000'000;
}

}  // namespace dunlin::transfer
