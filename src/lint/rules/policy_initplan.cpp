#include "lint/RowSecurity.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void wrap_calls(const Scene& scene, const std::vector<model::FunctionCall>& calls, model::Finding& finding) {
  for (const model::FunctionCall& call : calls)
    for (model::TextEdit& edit :
         replace_piece(scene, call.range, "(select " + std::string(scene.text(call.range)) + ")"))
      finding.fix.edits.push_back(std::move(edit));
}

void check_policy_initplan(const Scene& scene, Reporter& report) {
  const auto* policy = scene.as<model::CreatePolicy>();
  if (policy == nullptr) return;
  std::vector<model::FunctionCall> calls = calls_per_row(scene, policy->using_);
  for (model::FunctionCall& call : calls_per_row(scene, policy->check)) calls.push_back(std::move(call));
  if (calls.empty()) return;
  const std::string name = scene.shown(policy->table);
  model::Finding& finding =
      report.add(name,
                 "policy \"" + policy->name + "\" calls " + std::string(scene.text(calls.front().range)) +
                     " for each row of " + name,
                 calls.front().range);
  finding.part = policy->name;
  wrap_calls(scene, calls, finding);
}

void find_policies_without_initplan(const Scene& scene, Reporter& report) {
  if (!scene.settings().live) return;
  for (const auto& [name, table] : scene.catalog().relations) {
    for (const model::CatalogPolicy& policy : table.policies) {
      if (!table.origin.in_database() || !policy.origin.in_database()) continue;
      std::vector<model::FunctionCall> calls = calls_per_row(scene, policy.using_);
      for (model::FunctionCall& call : calls_per_row(scene, policy.check)) calls.push_back(std::move(call));
      if (calls.empty()) continue;
      const std::string shown = to_string(name);
      report.add_at(policy.origin, shown,
                    "policy \"" + policy.name + "\" calls " + to_string(calls.front().name) +
                        " for each row of " + shown);
    }
  }
}

}  // namespace

const Rule policy_initplan{
    .name = "policy-initplan",
    .family = 'I',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A policy calls a function of the session for each row",
    .why =
        "auth.uid(), auth.jwt(), current_setting() and other STABLE functions without a column give one "
        "answer for a query, but PostgreSQL asks again for each row that it checks; in a subquery of their "
        "own they are asked once (an InitPlan). On large tables that is 10 to 100 times.",
    .advice = "Write (select auth.uid()) in place of auth.uid().",
    .fix_changes = "POLICY",
    .statement = check_policy_initplan,
    .catalog = find_policies_without_initplan,
    .remains = policy_remains};

}  // namespace dunlin::lint::rules
