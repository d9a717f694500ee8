#include "model/Window.hpp"

#include <fmt/format.h>
#include <optional>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::model {
namespace {

constexpr int k_day = 24 * 60;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "02:00"; 24:00 is the end of a day.
std::optional<int> parse_minute(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return {};
  for (const std::size_t i : {0, 1, 3, 4})
    if (!is_digit(text[i])) return {};
  const int hour = (text[0] - '0') * 10 + text[1] - '0';
  const int minute = (text[3] - '0') * 10 + text[4] - '0';
  if (minute > 59 || hour * 60 + minute > k_day) return {};
  return hour * 60 + minute;
}

}  // namespace

Window parse_window(std::string_view text) {
  const std::string_view trimmed = trim(text);
  const std::string_view hours = trimmed.substr(0, 11);
  Window window;
  if (trimmed.size() > 11) window.zone = trim(trimmed.substr(11));
  const auto from = hours.size() == 11 && hours[5] == '-' ? parse_minute(hours.substr(0, 5)) : std::nullopt;
  const auto until = from ? parse_minute(hours.substr(6)) : std::nullopt;
  if (!until || *from % k_day == *until % k_day || (trimmed.size() > 11 && trimmed[11] != ' '))
    throw usage_error(fmt::format("'{}' is not a window of a day", printable(text)),
                      "write it like 02:00-04:00 or 22:30-01:00 Europe/Paris; without a zone it is UTC");
  window.from = *from % k_day;
  window.until = *until;
  return window;
}

bool contains(const Window& window, int minute) {
  if (window.from < window.until) return minute >= window.from && minute < window.until;
  return minute >= window.from || minute < window.until;
}

int minutes_until(const Window& window, int minute) {
  return contains(window, minute) ? 0 : (window.from - minute + k_day) % k_day;
}

std::string describe(const Window& window) {
  return fmt::format("{:02}:{:02}-{:02}:{:02} {}", window.from / 60, window.from % 60, window.until / 60,
                     window.until % 60, window.zone);
}

}  // namespace dunlin::model
