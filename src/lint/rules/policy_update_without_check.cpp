#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_policy_update_without_check(const Scene& scene, Reporter& report) {
  const auto* policy = scene.as<model::CreatePolicy>();
  if (policy == nullptr || policy->alters || !policy->permissive || policy->command != "update" ||
      policy->using_.empty() || !policy->check.empty())
    return;
  const std::string name = scene.shown(policy->table);
  model::Finding& finding =
      report.add(name, "policy \"" + policy->name + "\" for UPDATE of " + name +
                           " has no WITH CHECK: its USING is what changed rows are held to as well");
  finding.part = policy->name;
}

}  // namespace

const Rule policy_update_without_check{
    .name = "policy-update-without-check",
    .family = 'I',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A policy for UPDATE without WITH CHECK",
    .why =
        "USING says which rows may be changed, WITH CHECK what they may become. PostgreSQL takes USING for "
        "both when WITH CHECK is left out (docs, CREATE POLICY), so this is no hole by itself; but a USING "
        "about one column leaves the others free, and the reader has to know the rule.",
    .advice = "Write both: USING (...) WITH CHECK (...).",
    .statement = check_policy_update_without_check,
    .remains = policy_remains};

}  // namespace dunlin::lint::rules
