#include "lint/Session.hpp"

#include "base/Text.hpp"

namespace dunlin::lint {

void apply(Session& session, const JudgedStatement& statement) {
  const auto* set = std::get_if<model::SetVariable>(&statement.command);
  if (set == nullptr) return;
  if (set->reset && set->name == "all") {
    session.variables.clear();
  } else if (set->reset) {
    session.variables.erase(set->name);
    session.local.erase(set->name);
  } else if (set->local) {
    if (statement.in_transaction) session.local[set->name] = join(set->values, ", ");
  } else {
    session.variables[set->name] = join(set->values, ", ");
    session.local.erase(set->name);
  }
}

void end_transaction(Session& session) {
  session.local.clear();
}

std::string setting(const Session& session, const std::string& name) {
  if (const auto local = session.local.find(name); local != session.local.end()) return local->second;
  const auto found = session.variables.find(name);
  return found == session.variables.end() ? std::string() : found->second;
}

bool runs_in_utc(const Session& session) {
  const std::string zone = to_lower(setting(session, "timezone"));
  return zone.empty() || zone == "utc" || zone == "etc/utc" || zone == "gmt";
}

std::optional<std::int64_t> time_setting(const Session& session, const std::string& name) {
  const std::string text = setting(session, name);
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  if (digits == 0 || digits > 15) return std::nullopt;
  const std::int64_t number = std::stoll(text.substr(0, digits));
  const std::string unit = to_lower(trim(std::string_view(text).substr(digits)));
  if (unit.empty() || unit == "ms") return number;
  if (unit == "s") return number * 1000;
  if (unit == "min") return number * 60'000;
  if (unit == "h") return number * 3'600'000;
  if (unit == "us") return number / 1000;
  return std::nullopt;
}

}  // namespace dunlin::lint
