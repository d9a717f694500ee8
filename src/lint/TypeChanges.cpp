#include "lint/TypeChanges.hpp"

#include "lint/ConstraintUnits.hpp"
#include "lint/Session.hpp"

namespace dunlin::lint {
namespace {

FormContext context_of(const Scene& scene) {
  return {scene.catalog(), scene.settings().major, runs_in_utc(scene.session())};
}

}  // namespace

std::vector<LiveTypeChange> live_type_changes(const Scene& scene) {
  std::vector<LiveTypeChange> changes;
  const model::AlterTable* alter = live_alter(scene);
  if (alter == nullptr) return changes;
  for (const model::AlterAction& action : alter->actions) {
    if (action.kind != model::AlterKind::set_type) continue;
    LiveTypeChange found;
    found.alter = alter;
    found.action = &action;
    found.table = scene.relation(alter->name);
    found.change = column_type_change(found.table, action, context_of(scene));
    found.shown_table = scene.shown(alter->name);
    found.shown_column = found.shown_table + "." + action.name;
    changes.push_back(std::move(found));
  }
  return changes;
}

ColumnTypeChange change_without_using(const Scene& scene, const LiveTypeChange& change) {
  model::AlterAction plain = *change.action;
  plain.expression = {};
  return column_type_change(change.table, plain, context_of(scene));
}

}  // namespace dunlin::lint
