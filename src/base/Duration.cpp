#include "base/Duration.hpp"

#include <charconv>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin {

Milliseconds parse_duration(std::string_view text) {
  const std::string_view trimmed = trim(text);
  double number = 0;
  const auto [end, error] = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), number);
  const std::string unit = to_lower(trim(trimmed.substr(static_cast<std::size_t>(end - trimmed.data()))));
  double factor = -1;
  if (unit == "ms") factor = 1;
  if (unit.empty() || unit == "s" || unit == "sec") factor = 1e3;
  if (unit == "m" || unit == "min") factor = 60e3;
  if (unit == "h") factor = 3600e3;
  if (unit == "d") factor = 86400e3;
  const bool in_range = number >= 0 && number * factor <= 2147483647.0;  // PostgreSQL's timeouts are int32 ms
  if (error != std::errc{} || factor < 0 || !in_range) {
    throw usage_error(fmt::format("'{}' is not a duration", printable(text)),
                      "write it like 250ms, 2s, 5min or 1h (24 days at most)");
  }
  return Milliseconds(static_cast<long long>(number * factor));
}

std::string describe_duration(Milliseconds duration) {
  const auto ms = duration.count();
  if (ms < 1000) return fmt::format("{} ms", ms);
  if (ms < 60'000) return fmt::format("{:.2f} s", static_cast<double>(ms) / 1000.0);
  if (ms < 3'600'000) return fmt::format("{} min {:02} s", ms / 60'000, ms / 1000 % 60);
  return fmt::format("{} h {:02} min", ms / 3'600'000, ms / 60'000 % 60);
}

}  // namespace dunlin
