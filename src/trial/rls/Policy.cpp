#include "trial/rls/Policy.hpp"

#include <fmt/format.h>

#include "base/Identifier.hpp"

namespace dunlin::trial {

std::string policy_on_table(const Policy& policy) {
  return fmt::format("{} ON {}", quote_identifier(policy.name),
                     quote_identifier(policy.schema, policy.table));
}

std::string_view command_word(char polcmd) {
  switch (polcmd) {
    case 'r': return "SELECT";
    case 'a': return "INSERT";
    case 'w': return "UPDATE";
    case 'd': return "DELETE";
    default: return "ALL";
  }
}

}  // namespace dunlin::trial
