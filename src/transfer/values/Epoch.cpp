#include "transfer/values/Epoch.hpp"

#include <cmath>

#include "transfer/values/Calendar.hpp"

namespace dunlin::transfer {
namespace {

constexpr double k_julian_of_2000 = 2'451'544.5;  // julianday('2000-01-01')

struct Unit {
  std::int64_t micros = 1;  ///< of one
  std::int64_t zero = 0;    ///< where it counts from, in microseconds since 2000-01-01
};

Unit unit_of(Epoch epoch) {
  constexpr std::int64_t k_1970 = -k_days_to_2000 * k_micros_of_day;
  switch (epoch) {
    case Epoch::seconds: return {k_micros_of_second, k_1970};
    case Epoch::milliseconds: return {1000, k_1970};
    case Epoch::microseconds: return {1, k_1970};
    case Epoch::core_data: return {k_micros_of_second, 366 * k_micros_of_day};
    case Epoch::webkit: return {1, -145'731 * k_micros_of_day};
    case Epoch::julian: return {k_micros_of_day, 0};
  }
  return {};
}

std::optional<std::int64_t> in_range(std::int64_t micros) {
  return is_timestamp(micros) ? std::optional(micros) : std::nullopt;
}

constexpr double k_millis_of_day = 86'400'000;
constexpr std::int64_t k_julian_millis_of_2000 = 211'813'444'800'000;

// As SQLite does it: it counts milliseconds.
double julian_of_millis(std::int64_t millis) {
  return static_cast<double>(millis + k_julian_millis_of_2000) / k_millis_of_day;
}

// A double of julian days is exact to 40 microseconds: that of a millisecond means the millisecond. Else days
// and their fraction apart, because their product isn't as exact.
std::optional<std::int64_t> micros_from_julian(double value) {
  const double days = value - k_julian_of_2000;
  if (!(std::fabs(days) < 1.2e8)) return std::nullopt;
  const std::int64_t millis = std::llround(value * k_millis_of_day) - k_julian_millis_of_2000;
  if (julian_of_millis(millis) == value) return in_range(millis * 1000);
  const double whole = std::floor(days);
  const auto fraction = static_cast<std::int64_t>(std::llround((days - whole) * 86'400e6));
  return in_range(static_cast<std::int64_t>(whole) * k_micros_of_day + fraction);
}

}  // namespace

std::optional<std::int64_t> micros_from(std::int64_t value, Epoch epoch) {
  if (epoch == Epoch::julian) return micros_from_julian(static_cast<double>(value));
  const Unit unit = unit_of(epoch);
  std::int64_t micros = 0;
  if (__builtin_mul_overflow(value, unit.micros, &micros)) return std::nullopt;
  if (__builtin_add_overflow(micros, unit.zero, &micros)) return std::nullopt;
  return in_range(micros);
}

std::optional<std::int64_t> micros_from(double value, Epoch epoch) {
  if (epoch == Epoch::julian) return micros_from_julian(value);
  const Unit unit = unit_of(epoch);
  const double whole = std::floor(value);
  if (!(std::fabs(whole) < 9.2e18 / static_cast<double>(unit.micros))) return std::nullopt;
  const auto fraction =
      static_cast<std::int64_t>(std::llround((value - whole) * static_cast<double>(unit.micros)));
  std::int64_t micros = static_cast<std::int64_t>(whole) * unit.micros + fraction;
  if (__builtin_add_overflow(micros, unit.zero, &micros)) return std::nullopt;
  return in_range(micros);
}

EpochNumber epoch_from(std::int64_t micros, Epoch epoch) {
  const Unit unit = unit_of(epoch);
  std::int64_t since = 0;
  if (__builtin_sub_overflow(micros, unit.zero, &since)) since = micros;  // infinity stays far away
  std::int64_t whole = since / unit.micros;
  std::int64_t rest = since % unit.micros;
  if (rest < 0) {
    rest += unit.micros;
    --whole;
  }
  EpochNumber out;
  const double fraction = static_cast<double>(rest) / static_cast<double>(unit.micros);
  if (epoch == Epoch::julian) {
    out.real = micros % 1000 == 0 ? julian_of_millis(micros / 1000)
                                  : (static_cast<double>(whole) + k_julian_of_2000) + fraction;
    out.whole = std::floor(out.real) == out.real && rest == unit.micros / 2;
    out.integer = out.whole ? static_cast<std::int64_t>(out.real) : 0;
    return out;
  }
  out.whole = rest == 0;
  out.integer = whole;
  // One division of exact numbers, where they are: the nearest double to what is meant.
  constexpr std::int64_t k_exact = std::int64_t{1} << 53;
  out.real = since < k_exact && since > -k_exact
                 ? static_cast<double>(since) / static_cast<double>(unit.micros)
                 : static_cast<double>(whole) + fraction;
  return out;
}

}  // namespace dunlin::transfer
