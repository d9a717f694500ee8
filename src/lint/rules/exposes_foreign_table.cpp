#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_exposes_foreign_table(const Scene& scene, Reporter& report) {
  const auto* table = scene.as<model::CreateTable>();
  if (table == nullptr || !table->foreign) return;
  const model::QualifiedName name = scene.catalog().created(table->name);
  if (!is_exposed(scene, name.schema) || !relies_on_row_security(scene) || is_revoked_later(scene, name))
    return;
  const std::string shown = to_string(name);
  report.add(shown,
             "foreign table " + shown + " is reachable through the API, and can't have row level security");
}

void find_exposed_foreign_tables(const Scene& scene, Reporter& report) {
  if (!scene.settings().live) return;
  for (const auto& [name, table] : scene.catalog().relations) {
    const std::string shown = to_string(name);
    if (!table.origin.in_database() || table.kind != model::RelationKind::foreign_table ||
        !table.extension.empty() || !is_exposed(scene, name.schema) || !is_granted_to_open_role(scene, shown))
      continue;
    report.add_at(
        table.origin, shown,
        "foreign table " + shown + " is reachable through the API, and can't have row level security");
  }
}

}  // namespace

const Rule exposes_foreign_table{
    .name = "exposes-foreign-table",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "A foreign table in an exposed schema of a project that relies on row level security",
    .why =
        "ENABLE ROW LEVEL SECURITY is an error for a foreign table (42809), and it is read with the password "
        "of "
        "its user mapping: who may select from it sees everything.",
    .advice = "Create it in a schema that isn't exposed, and read it through a function that filters.",
    .statement = check_exposes_foreign_table,
    .catalog = find_exposed_foreign_tables};

}  // namespace dunlin::lint::rules
