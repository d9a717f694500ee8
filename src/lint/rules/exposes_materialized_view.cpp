#include "lint/RowSecurity.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_exposes_materialized_view(const Scene& scene, Reporter& report) {
  const auto* view = scene.as<model::CreateTableAs>();
  if (view == nullptr || !view->materialized_view) return;
  const model::QualifiedName name = scene.catalog().created(view->name);
  if (!is_exposed(scene, name.schema) || is_revoked_later(scene, name)) return;
  for (const model::RelationUse& use : view->query.relations) {
    const auto* table = scene.relation(use.name);
    if (table == nullptr || !table->row_security) continue;
    const std::string shown = to_string(name);
    report.add(shown, "materialized view " + shown + " holds rows of " + to_string(table->name) +
                          " and can't have row level security");
    return;
  }
}

// Of a database: with rows of a protected table, and readable.
void find_exposed_materialized_views(const Scene& scene, Reporter& report) {
  if (!scene.settings().live) return;
  for (const auto& [name, view] : scene.catalog().relations) {
    const std::string shown = to_string(name);
    if (!view.origin.in_database() || view.kind != model::RelationKind::materialized_view ||
        !view.extension.empty() || !is_exposed(scene, name.schema) || !is_granted_to_open_role(scene, shown))
      continue;
    for (const model::RelationUse& use : view.query.relations) {
      const auto* table = scene.relation(use.name);
      if (table == nullptr || !table->row_security) continue;
      report.add_at(view.origin, shown,
                    "materialized view " + shown + " holds rows of " + to_string(table->name) +
                        " and can't have row level security");
      break;
    }
  }
}

}  // namespace

const Rule exposes_materialized_view{
    .name = "exposes-materialized-view",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "A materialized view in an exposed schema with rows of a protected table",
    .why =
        "A materialized view is a copy that its owner filled; it can have no policies. Who may select from "
        "it "
        "sees what row level security hides in the table.",
    .advice =
        "Create it in a schema that isn't exposed and read it through a function or view that filters, or "
        "REVOKE ALL ON it FROM anon, authenticated.",
    .statement = check_exposes_materialized_view,
    .catalog = find_exposed_materialized_views};

}  // namespace dunlin::lint::rules
