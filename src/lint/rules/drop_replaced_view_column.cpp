#include <optional>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// The columns that the view will have, as far as they are known from the beginning on.
std::vector<std::string> leading_columns(const Scene& scene, const model::CreateView& view) {
  std::vector<std::string> names;
  for (const std::string& output : view.query.outputs) {
    if (output == "*") {
      const auto& uses = view.query.relations;
      const model::CatalogRelation* source = uses.size() == 1 ? scene.relation(uses.front().name) : nullptr;
      if (source == nullptr || !source->complete) break;
      for (const model::CatalogColumn& column : source->columns) names.push_back(column.name);
    } else {
      names.push_back(output);
    }
  }
  for (std::size_t i = 0; i < view.columns.size(); ++i) {
    if (i < names.size())
      names[i] = view.columns[i];
    else
      names.push_back(view.columns[i]);
  }
  return names;
}

// All columns are in the list, not only the first ones.
bool has_all_columns(const Scene& scene, const model::CreateView& view) {
  for (const std::string& output : view.query.outputs) {
    if (output != "*") continue;
    const auto& uses = view.query.relations;
    const model::CatalogRelation* source = uses.size() == 1 ? scene.relation(uses.front().name) : nullptr;
    if (source == nullptr || !source->complete) return false;
  }
  return !view.query.outputs.empty();
}

std::string lost_column(const Scene& scene, const model::CreateView& view,
                        const model::CatalogRelation& known) {
  const std::vector<std::string> names = leading_columns(scene, view);
  for (std::size_t i = 0; i < known.columns.size(); ++i) {
    const std::string& before = known.columns[i].name;
    if (i >= names.size())
      return has_all_columns(scene, view) ? "column " + before + " would be missing" : std::string();
    if (before.empty() || names[i].empty()) return {};
    if (names[i] != before) return "column " + before + " would become " + names[i];
  }
  return {};
}

void check_drop_replaced_view_column(const Scene& scene, Reporter& report) {
  const auto* view = scene.as<model::CreateView>();
  if (view == nullptr || !view->or_replace) return;
  const model::CatalogRelation* known = scene.relation(view->name);
  if (known == nullptr || known->kind != model::RelationKind::view || !known->complete) return;
  const std::string lost = lost_column(scene, *view, *known);
  const std::string name = scene.shown(view->name);
  if (!lost.empty()) report.add(name, "CREATE OR REPLACE VIEW " + name + " fails: " + lost);
}

}  // namespace

const Rule drop_replaced_view_column{
    .name = "drop-replaced-view-column",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "CREATE OR REPLACE VIEW that leaves out, renames or moves a column",
    .why =
        "New columns can only be added behind those that a view has; anything else is refused (42P16, cannot "
        "drop "
        "columns from view), and the deploy stops there.",
    .advice =
        "Add new columns at the end. To take one away: DROP VIEW and CREATE VIEW in one transaction, with "
        "the views "
        "on it, and GRANT again; running code that reads the column fails from then on.",
    .statement = check_drop_replaced_view_column};

}  // namespace dunlin::lint::rules
