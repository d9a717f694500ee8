#include "trial/rls/Expectations.hpp"

#include <algorithm>
#include <array>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::trial {

std::string_view to_string(Command command) {
  static constexpr std::array<std::string_view, 4> k_words{"select", "insert", "update", "delete"};
  return k_words.at(static_cast<std::size_t>(command));
}

Expected parse_expected(const std::string& text) {
  const std::string word = to_lower(trim(text));
  using Kind = Expected::Kind;
  if (word == "all") return {.kind = Kind::rows, .predicate = "true"};
  if (word == "none") return {.kind = Kind::none};
  if (word == "allowed" || word == "allow") return {.kind = Kind::allowed};
  if (word == "denied" || word == "deny") return {.kind = Kind::denied};
  if (word == "denied(privilege)") return {.kind = Kind::denied, .denial = Expected::Denial::privilege};
  if (word == "denied(policy)") return {.kind = Kind::denied, .denial = Expected::Denial::policy};
  if (word.empty())
    throw usage_error("an empty expectation", "write a condition, or all, none, allowed or denied");
  return {.kind = Kind::rows, .predicate = std::string(trim(text))};
}

const Identity& identity_of(const Expectations& expectations, const std::string& name) {
  const auto found = std::find_if(expectations.identities.begin(), expectations.identities.end(),
                                  [&](const Identity& identity) { return identity.name == name; });
  if (found == expectations.identities.end())
    throw usage_error("there is no identity " + printable(name),
                      "write [identities." + printable(name) + "] with its role");
  return *found;
}

}  // namespace dunlin::trial
