#include "lint/ReferencedTables.hpp"

namespace dunlin::lint {
namespace {

void collect(const Scene& scene, const model::QualifiedName& table, const model::Constraint& constraint,
             std::set<std::string>& found) {
  if (constraint.kind != model::ConstraintKind::foreign_key || constraint.references.empty() ||
      !scene.is_live(constraint.references) || constraint.references == table)
    return;
  found.insert(scene.shown(constraint.references));
}

}  // namespace

std::set<std::string> live_referenced_tables(const Scene& scene, const JudgedStatement& statement) {
  std::set<std::string> found;
  if (const auto* create = std::get_if<model::CreateTable>(&statement.command)) {
    for (const auto& constraint : create->constraints) collect(scene, create->name, constraint, found);
    for (const auto& column : create->columns)
      for (const auto& constraint : column.constraints) collect(scene, create->name, constraint, found);
  }
  const auto* alter = std::get_if<model::AlterTable>(&statement.command);
  if (alter == nullptr) return found;
  for (const model::AlterAction& action : alter->actions) {
    if (action.constraint && action.kind == model::AlterKind::add_constraint)
      collect(scene, alter->name, *action.constraint, found);
    if (!action.column) continue;
    for (const auto& constraint : action.column->constraints) collect(scene, alter->name, constraint, found);
  }
  return found;
}

}  // namespace dunlin::lint
