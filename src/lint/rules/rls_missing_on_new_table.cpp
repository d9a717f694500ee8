#include <algorithm>
#include <optional>

#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

model::QualifiedName created_table_for_rls(const JudgedStatement& statement) {
  if (const auto* table = std::get_if<model::CreateTable>(&statement.command)) return table->name;
  const auto* as = std::get_if<model::CreateTableAs>(&statement.command);
  return as == nullptr || as->materialized_view ? model::QualifiedName{} : as->name;
}

bool policy_demands_rls(const Scene& scene) {
  const auto& also = scene.settings().also;
  return std::find(also.begin(), also.end(), "rls-missing-on-new-table") != also.end();
}

void check_rls_missing_on_new_table(const Scene& scene, Reporter& report) {
  std::optional<bool> wanted;  // it takes a look at the whole catalog
  for (const JudgedStatement& statement : scene.statements()) {
    const model::QualifiedName name = created_table_for_rls(statement);
    const auto* table = name.empty() ? nullptr : known_table(scene, name);
    if (table == nullptr || table->row_security || !scene.made_in_file(table->origin) ||
        table->origin.line != statement.source.span.line || !is_exposed(scene, table->name.schema))
      continue;
    if (!wanted) wanted = policy_demands_rls(scene) || relies_on_row_security(scene);
    // Where nothing else says so, only those who ask for much hear that row level security exists.
    if ((!*wanted && scene.settings().profile < Profile::strict) ||
        dynamic_sql_says(scene, "enable row level security"))
      return;
    const std::string shown = to_string(table->name);
    model::Finding& finding =
        report.add_at(table->origin, shown,
                      shown +
                          " is made without row level security: every role that an API may use can read "
                          "and write all of it as far as its grants go");
    finding.span = statement.source.span;
    if (!*wanted) finding.severity = model::Severity::warning;
  }
}

// Tables of a database that somebody outside may use.
void find_tables_without_rls(const Scene& scene, Reporter& report) {
  if (!scene.settings().live) return;
  const bool all = policy_demands_rls(scene);
  for (const auto& [name, table] : scene.catalog().relations) {
    if (!table.origin.in_database() || known_table(scene, name) == nullptr || table.row_security ||
        !table.extension.empty() || !is_exposed(scene, name.schema))
      continue;
    const std::string shown = to_string(name);
    if (!all && !is_granted_to_open_role(scene, shown)) continue;
    report.add_at(table.origin, shown,
                  shown +
                      " has no row level security: every role that an API may use can read and write all "
                      "of it as far as its grants go");
  }
}

}  // namespace

const Rule rls_missing_on_new_table{
    .name = "rls-missing-on-new-table",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A new table in an exposed schema has no row level security at the end of its file",
    .why =
        "Schemas behind an API (PostgREST, Supabase) are open to roles that anybody can have; default "
        "privileges usually let them read and write each new table. Without ENABLE ROW LEVEL SECURITY no "
        "policy stands in between. A partition needs its own: the policies of the partitioned table don't "
        "hold for those who name the partition. In the default profile only where the project uses row "
        "level security or its roles.",
    .advice =
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY ... ON t TO authenticated USING ((select "
        "auth.uid()) = user_id); in the same file as CREATE TABLE, with an index on user_id.",
    .file = check_rls_missing_on_new_table,
    .catalog = find_tables_without_rls};

}  // namespace dunlin::lint::rules
