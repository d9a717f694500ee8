#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_policy_without_rls(const Scene& scene, Reporter& report) {
  for (const JudgedStatement& statement : scene.statements()) {
    const auto* policy = std::get_if<model::CreatePolicy>(&statement.command);
    if (policy == nullptr || policy->alters) continue;
    const auto* table = known_table(scene, policy->table);
    if (table == nullptr || table->row_security || dynamic_sql_says(scene, "enable row level security"))
      continue;
    const std::string shown = to_string(table->name);
    model::Finding& finding = report.add_at(
        table->origin, shown,
        "policy \"" + policy->name + "\" has no effect: row level security isn't enabled on " + shown);
    finding.part = policy->name;
    finding.span = statement.source.span;
  }
}

void find_policies_without_rls(const Scene& scene, Reporter& report) {
  if (!scene.settings().live) return;
  for (const auto& [name, table] : scene.catalog().relations) {
    if (!table.origin.in_database() || table.row_security || table.policies.empty()) continue;
    const std::string shown = to_string(name);
    report.add_at(table.origin, shown,
                  "policy \"" + table.policies.front().name +
                      "\" has no effect: row level security isn't enabled on " + shown);
  }
}

}  // namespace

const Rule policy_without_rls{
    .name = "policy-without-rls",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A policy on a table that has no row level security",
    .why =
        "CREATE POLICY succeeds on any table, and PostgreSQL ignores the policy until ENABLE ROW LEVEL "
        "SECURITY is run: the table looks protected and is open.",
    .advice = "ALTER TABLE t ENABLE ROW LEVEL SECURITY; in the same file.",
    .file = check_policy_without_rls,
    .catalog = find_policies_without_rls,
    .remains = policy_remains};

}  // namespace dunlin::lint::rules
