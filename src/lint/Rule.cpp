#include "lint/Rule.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint {

namespace {

constexpr std::array<std::string_view, 4> k_profiles{"safe", "strict", "all", "policy"};

std::vector<const Rule*> collect() {
  std::vector<const Rule*> found{
#define RULE(name) &rules::name,
#include "lint/rules/rules.inc"
#undef RULE
  };
  std::sort(found.begin(), found.end(), [](const Rule* a, const Rule* b) {
    return std::tuple(a->family, std::string_view(a->name)) <
           std::tuple(b->family, std::string_view(b->name));
  });
  return found;
}

}  // namespace

std::string_view to_string(Profile profile) {
  return k_profiles.at(static_cast<std::size_t>(profile));
}

std::optional<Profile> parse_profile(std::string_view word) {
  for (std::size_t i = 0; i < k_profiles.size(); ++i)
    if (k_profiles.at(i) == word) return static_cast<Profile>(i);
  return std::nullopt;
}

const std::vector<const Rule*>& all_rules() {
  static const std::vector<const Rule*> all = collect();
  return all;
}

const Rule* find_rule(std::string_view name) {
  const auto found = std::find_if(all_rules().begin(), all_rules().end(),
                                  [&](const Rule* rule) { return rule->name == name; });
  return found == all_rules().end() ? nullptr : *found;
}

}  // namespace dunlin::lint
