#include <algorithm>

#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

bool names_user_metadata(const model::Expression& expression) {
  const auto is_it = [](const std::string& word) {
    return word == "user_metadata" || word == "raw_user_meta_data";
  };
  if (std::any_of(expression.strings.begin(), expression.strings.end(),
                  [&](const std::string& text) { return is_it(text) || text.find("user_metadata") == 1; }))
    return true;
  return std::any_of(expression.columns.begin(), expression.columns.end(),
                     [&](const auto& parts) { return !parts.empty() && is_it(parts.back()); });
}

void check_policy_user_metadata(const Scene& scene, Reporter& report) {
  const auto* policy = scene.as<model::CreatePolicy>();
  if (policy == nullptr || !(names_user_metadata(policy->using_) || names_user_metadata(policy->check)))
    return;
  const std::string name = scene.shown(policy->table);
  model::Finding& finding = report.add(name, "policy \"" + policy->name + "\" of " + name +
                                                 " trusts user_metadata, which users change themselves");
  finding.part = policy->name;
}

void find_policies_on_user_metadata(const Scene& scene, Reporter& report) {
  if (!scene.settings().live) return;
  for (const auto& [name, table] : scene.catalog().relations) {
    for (const model::CatalogPolicy& policy : table.policies) {
      if (!policy.origin.in_database() ||
          !(names_user_metadata(policy.using_) || names_user_metadata(policy.check)))
        continue;
      const std::string shown = to_string(name);
      report.add_at(policy.origin, shown,
                    "policy \"" + policy.name + "\" of " + shown +
                        " trusts user_metadata, which users change themselves");
    }
  }
}

}  // namespace

const Rule policy_user_metadata{
    .name = "policy-user-metadata",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A policy decides by user_metadata, which the user can edit",
    .why =
        "user_metadata (auth.users.raw_user_meta_data) is written by the signed-in user through the API. A "
        "policy that reads a role or tenant from it gives everybody every role.",
    .advice = "Keep such claims in app_metadata, which only the server writes, or in a table of your own.",
    .statement = check_policy_user_metadata,
    .catalog = find_policies_on_user_metadata,
    .remains = policy_remains};

}  // namespace dunlin::lint::rules
