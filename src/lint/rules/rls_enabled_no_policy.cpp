#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

bool enables_rls(const model::AlterTable& alter) {
  for (const model::AlterAction& action : alter.actions)
    if (action.kind == model::AlterKind::enable_rls) return true;
  return false;
}

void check_rls_enabled_no_policy(const Scene& scene, Reporter& report) {
  for (const JudgedStatement& statement : scene.statements()) {
    const auto* alter = std::get_if<model::AlterTable>(&statement.command);
    if (alter == nullptr || !enables_rls(*alter)) continue;
    const auto* table = known_table(scene, alter->name);
    if (table == nullptr || !table->row_security || !table->policies.empty() ||
        dynamic_sql_says(scene, "create policy"))
      continue;
    const std::string shown = to_string(table->name);
    model::Finding& finding = report.add_at(
        table->origin, shown, shown + " has row level security and no policy: all but its owner see no rows");
    finding.span = statement.source.span;
  }
}

void find_rls_without_policy(const Scene& scene, Reporter& report) {
  if (!scene.settings().live) return;
  for (const auto& [name, table] : scene.catalog().relations) {
    if (!table.origin.in_database() || !table.row_security || !table.policies.empty() ||
        !table.extension.empty())
      continue;
    const std::string shown = to_string(name);
    report.add_at(table.origin, shown,
                  shown + " has row level security and no policy: all but its owner see no rows");
  }
}

}  // namespace

const Rule rls_enabled_no_policy{
    .name = "rls-enabled-no-policy",
    .family = 'I',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "Row level security is enabled and the table has no policy",
    .why =
        "Without a policy the default is to deny: queries of others than the owner and roles with BYPASSRLS "
        "find nothing, and say nothing about it (docs, 5.8).",
    .advice =
        "Add the policies in the same file. When only the owner shall have the table, say so with -- "
        "dunlin:allow rls-enabled-no-policy: REASON.",
    .file = check_rls_enabled_no_policy,
    .catalog = find_rls_without_policy};

}  // namespace dunlin::lint::rules
