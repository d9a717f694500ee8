#include "transfer/prepare/Phase.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace dunlin::transfer {

std::string_view to_string(CheckState state) {
  static constexpr std::array<std::string_view, 4> k_words{"ok", "note", "warning", "refused"};
  return k_words[static_cast<std::size_t>(state)];
}

CheckState Phase::state() const {
  CheckState worst = CheckState::ok;
  for (const Check& check : checks) worst = std::max(worst, check.state);
  return worst;
}

Json phase_json(const Phase& phase) {
  Json checks = Json::array();
  for (const Check& check : phase.checks) {
    checks.add(Json::object()
                   .set("name", check.name)
                   .set("state", to_string(check.state))
                   .set("result", check.result)
                   .set("hint", check.hint));
  }
  return Json::object()
      .set("number", phase.number)
      .set("title", phase.title)
      .set("state", to_string(phase.state()))
      .set("milliseconds", phase.milliseconds)
      .set("checks", checks);
}

std::string describe_size(std::uint64_t bytes) {
  static constexpr std::array<const char*, 5> k_units{"bytes", "kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1000 && unit + 1 < k_units.size()) {
    value /= 1000;
    ++unit;
  }
  return unit == 0 ? fmt::format("{} bytes", bytes)
                   : fmt::format("{:.{}f} {}", value, value < 10 ? 1 : 0, k_units[unit]);
}

}  // namespace dunlin::transfer
