#include <algorithm>

#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

bool shares_role(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& role) {
    return role == "public" || std::find(b.begin(), b.end(), role) != b.end() ||
           std::find(b.begin(), b.end(), "public") != b.end();
  });
}

bool can_be_read(const model::CatalogRelation& table, const std::vector<std::string>& roles) {
  return std::any_of(table.policies.begin(), table.policies.end(), [&](const model::CatalogPolicy& policy) {
    return policy.permissive && covers(policy.command, "select") && shares_role(policy.roles, roles);
  });
}

std::vector<std::string> roles_of_policy(const model::CreatePolicy& policy) {
  return policy.roles.empty() ? std::vector<std::string>{"public"} : policy.roles;
}

// Why statements of the command find no rows; "" when they do.
std::string nothing_found_because(const Scene& scene, const model::CatalogRelation& table,
                                  const model::CreatePolicy& policy) {
  if (policy.command == "update" && policy.using_.empty())
    return "has no USING, so that no row may be changed: every UPDATE changes 0 rows, without an error";
  if (can_be_read(table, roles_of_policy(policy)) || dynamic_sql_says(scene, "create policy")) return "";
  return "allows " + policy.command +
         ", and no policy lets the same role select: statements with a WHERE find no rows, without an error";
}

void check_policy_cmd_incomplete(const Scene& scene, Reporter& report) {
  for (const JudgedStatement& statement : scene.statements()) {
    const auto* policy = std::get_if<model::CreatePolicy>(&statement.command);
    if (policy == nullptr || policy->alters || !policy->permissive) continue;
    if (policy->command != "update" && policy->command != "delete") continue;
    const auto* table = known_table(scene, policy->table);
    const std::string reason = table == nullptr ? "" : nothing_found_because(scene, *table, *policy);
    if (reason.empty()) continue;
    const std::string shown = to_string(table->name);
    model::Finding& finding =
        report.add_at(table->origin, shown, "policy \"" + policy->name + "\" of " + shown + " " + reason);
    finding.part = policy->name;
    finding.span = statement.source.span;
  }
}

}  // namespace

const Rule policy_cmd_incomplete{
    .name = "policy-cmd-incomplete",
    .family = 'I',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A policy for UPDATE or DELETE by which no row is found",
    .why =
        "UPDATE and DELETE with a WHERE or RETURNING read rows first, so the policies for SELECT hold too "
        "(docs, "
        "CREATE POLICY, policies by command), and UPDATE needs a USING. Measured on 15: without a policy for "
        "SELECT "
        "UPDATE ... WHERE changes 0 rows, and so does every UPDATE where there is only a WITH CHECK.",
    .advice =
        "Write USING, and add a policy FOR SELECT with the same condition; or make it one policy FOR ALL.",
    .file = check_policy_cmd_incomplete,
    .remains = policy_remains};

}  // namespace dunlin::lint::rules
