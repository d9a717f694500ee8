#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_policy_to_public(const Scene& scene, Reporter& report) {
  const auto* policy = scene.as<model::CreatePolicy>();
  if (policy == nullptr || policy->alters || !policy->permissive || !policy->roles.empty()) return;
  const std::string name = scene.shown(policy->table);
  model::Finding& finding = report.add(
      name,
      "policy \"" + policy->name + "\" of " + name +
          " names no role: it holds for PUBLIC, and is evaluated for those who aren't signed in too",
      policy->name_range);
  finding.part = policy->name;
}

}  // namespace

const Rule policy_to_public{
    .name = "policy-to-public",
    .family = 'I',
    .profile = Profile::strict,
    .severity = model::Severity::note,
    .summary = "A policy without TO",
    .why =
        "Without TO a policy is for PUBLIC. Its condition is then all that keeps out anonymous users, and it "
        "is evaluated for their every query.",
    .advice =
        "CREATE POLICY ... TO authenticated (or the application's role) USING (...). TO PUBLIC says that "
        "everybody is meant.",
    .statement = check_policy_to_public,
    .remains = policy_remains};

}  // namespace dunlin::lint::rules
