#pragma once

#include <string>
#include <vector>

#include "model/Config.hpp"

namespace dunlin::lint {

/// A setting of [policy] or [environments.NAME] and the rule that it demands.
struct PolicyRule {
  const char* setting;  ///< "additive_only"
  const char* rule;     ///< "additive-only-violation"
  bool model::Policy::*demanded;
};
const std::vector<PolicyRule>& policy_rules();

/// The rules that an environment demands.
std::vector<std::string> demanded_rules(const model::Policy& policy);

}  // namespace dunlin::lint
