#include "lint/Policies.hpp"

namespace dunlin::lint {

const std::vector<PolicyRule>& policy_rules() {
  static const std::vector<PolicyRule> k_rules{
      {"additive_only", "additive-only-violation", &model::Policy::additive_only},
      {"idempotent", "not-rerunnable", &model::Policy::idempotent},
      {"require_rollback", "missing-rollback", &model::Policy::require_rollback},
      {"require_rls", "rls-missing-on-new-table", &model::Policy::require_rls},
      {"require_metadata", "missing-metadata", &model::Policy::require_metadata},
      {"require_index_on_fk", "unindexed-fk", &model::Policy::require_index_on_fk},
      {"non_blocking", "blocks-writes-while-it-scans", &model::Policy::non_blocking},
  };
  return k_rules;
}

std::vector<std::string> demanded_rules(const model::Policy& policy) {
  std::vector<std::string> rules;
  for (const PolicyRule& entry : policy_rules())
    if (policy.*(entry.demanded)) rules.emplace_back(entry.rule);
  return rules;
}

}  // namespace dunlin::lint
