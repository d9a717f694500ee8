#include "checks/PolicyPromise.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/Text.hpp"

namespace dunlin::checks {
namespace {

// Of CURRENT_USER only the session that ran the file knows who it was.
bool is_known(const std::vector<std::string>& roles) {
  return std::none_of(roles.begin(), roles.end(), [](const std::string& role) {
    return role == "current_user" || role == "session_user";
  });
}

// As somebody may write it; PostgreSQL keeps "true" of all these.
bool is_true(const std::string& condition) {
  std::string bare = to_lower(condition);
  std::erase_if(bare, [](char c) { return c == '(' || c == ')' || c == '\'' || c == ' ' || c == '\n'; });
  return bare == "true" || bare == "t" || bare == "true::boolean" || bare == "true::bool";
}

bool became_true(const model::Expression& promised, const model::Expression& actual) {
  return !promised.empty() && !promised.is_always_true && !is_true(promised.text) && is_true(actual.text);
}

const char* strength_word(bool permissive) {
  return permissive ? "permissive" : "restrictive";
}

}  // namespace

std::string policy_problem(const model::CatalogPolicy& promised, const model::CatalogPolicy& actual) {
  if (promised.permissive != actual.permissive)
    return fmt::format("is {}, not {}", strength_word(actual.permissive), strength_word(promised.permissive));
  if (promised.command != actual.command)
    return fmt::format("is for {}, not for {}", actual.command, promised.command);
  const std::set<std::string> wanted(promised.roles.begin(), promised.roles.end());
  if (is_known(promised.roles) && wanted != std::set<std::string>(actual.roles.begin(), actual.roles.end()))
    return fmt::format("is to {}, not to {}", join(actual.roles, ", "), join(promised.roles, ", "));
  if (became_true(promised.using_, actual.using_)) return "its USING is true: for every row";
  if (became_true(promised.check, actual.check)) return "its WITH CHECK is true: for every row";
  return "";
}

}  // namespace dunlin::checks
