#include "transfer/schema/Identifiers.hpp"

#include <algorithm>
#include <functional>

#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::size_t k_longest = 63;  // NAMEDATALEN - 1

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// At most `bytes` of it, without half a character at its end.
std::string cut(const std::string& name, std::size_t bytes) {
  if (name.size() <= bytes) return name;
  std::size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return name.substr(0, end);
}

// "userHTTPId", "user-http id" -> "user_http_id". What isn't ASCII stays.
std::string snake(const std::string& name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool plain =
        is_upper(c) || is_lower_or_digit(c) || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
    const bool begins_word =
        is_upper(c) && i > 0 &&
        (is_lower_or_digit(name[i - 1]) ||
         (is_upper(name[i - 1]) && i + 1 < name.size() && name[i + 1] >= 'a' && name[i + 1] <= 'z'));
    if (begins_word) out += '_';
    out += plain ? c : '_';
  }
  return to_lower(out);
}

std::string by_policy(const std::string& name, const std::string& policy) {
  std::string changed = policy == "lower" ? to_lower(name) : policy == "snake" ? snake(name) : name;
  return changed.empty() ? "_" : changed;  // SQLite allows "", PostgreSQL doesn't
}

// The first of name, name_2, name_3, ... that isn't taken.
std::string numbered(const std::string& name, const std::function<bool(const std::string&)>& is_taken) {
  std::string candidate = cut(name, k_longest);
  for (int number = 2; is_taken(candidate); ++number) {
    const std::string suffix = "_" + std::to_string(number);
    candidate = cut(name, k_longest - suffix.size()) + suffix;
  }
  return candidate;
}

}  // namespace

std::string target_name(const std::string& name, const std::string& policy,
                        const std::vector<std::string>& taken) {
  return numbered(by_policy(name, policy), [&](const std::string& candidate) {
    return std::find(taken.begin(), taken.end(), candidate) != taken.end();
  });
}

std::string table_name(const std::string& name, const std::string& policy,
                       const std::vector<std::string>& taken) {
  const bool hidden = by_policy(name, policy).starts_with("pg_");
  return target_name(hidden ? "_" + name : name, policy, taken);
}

const std::vector<std::string>& system_columns() {
  static const std::vector<std::string> names{"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"};
  return names;
}

std::string SchemaNames::claim(const std::string& wanted) {
  std::string name =
      numbered(wanted, [&](const std::string& candidate) { return taken_.contains(candidate); });
  taken_.insert(name);
  return name;
}

std::string SchemaNames::claim(const std::string& table, const std::vector<std::string>& columns,
                               const char* kind) {
  const std::string suffix = std::string("_") + kind;
  std::string middle;
  for (const auto& column : columns) middle += "_" + column;
  std::string first = table;
  const std::size_t room = k_longest - suffix.size();
  if (first.size() + middle.size() > room) {
    first = cut(first, std::max(room / 2, room - std::min(room, middle.size())));
    middle = cut(middle, room - first.size());
  }
  return claim(first + middle + suffix);
}

}  // namespace dunlin::transfer
