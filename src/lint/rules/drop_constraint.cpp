#include <algorithm>

#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DropConstraintRule {
  static void statement(const Scene& scene, Reporter& report) {
    const model::AlterTable* alter = live_alter(scene);
    if (alter == nullptr) return;
    const auto* table = scene.relation(alter->name);
    for (const model::AlterAction& action : alter->actions) {
      if (action.kind != model::AlterKind::drop_constraint || comes_again(scene, *alter, action.name))
        continue;
      const auto* constraint = table == nullptr ? nullptr : table->find_constraint(action.name);
      if (constraint == nullptr ? action.if_exists : !guards(scene, *table, *constraint)) continue;
      report.add(scene.shown(alter->name),
                 words(constraint) + action.name + " of " + scene.shown(alter->name) +
                     " goes: from then on rows that break it can get in, and it can't come back without "
                     "cleaning them up",
                 action.range);
    }
  }

  static std::string words(const model::CatalogConstraint* constraint) {
    if (constraint == nullptr) return "constraint ";
    switch (constraint->kind) {
      case model::ConstraintKind::check: return "CHECK constraint ";
      case model::ConstraintKind::foreign_key: return "foreign key ";
      case model::ConstraintKind::unique: return "UNIQUE constraint ";
      case model::ConstraintKind::exclusion: return "EXCLUDE constraint ";
      default: return "constraint ";
    }
  }

  // Not the primary key's (a rule of its own), one of this file, or a CHECK that NOT NULL has replaced.
  static bool guards(const Scene& scene, const model::CatalogRelation& table,
                     const model::CatalogConstraint& constraint) {
    if (constraint.kind == model::ConstraintKind::primary_key || scene.made_in_file(constraint.origin) ||
        !constraint.enforced)
      return false;
    const auto& proved = constraint.not_null_columns;
    return proved.empty() || !std::all_of(proved.begin(), proved.end(), [&](const std::string& name) {
             const auto* column = table.find_column(name);
             return column != nullptr && column->not_null;
           });
  }

  static bool adds(const model::AlterTable& alter, const std::string& name) {
    return std::any_of(alter.actions.begin(), alter.actions.end(), [&](const model::AlterAction& action) {
      return action.kind == model::AlterKind::add_constraint && action.name == name;
    });
  }

  static bool comes_again(const Scene& scene, const model::AlterTable& alter, const std::string& name) {
    for (std::size_t i = scene.index(); i < scene.statements().size(); ++i) {
      const auto* other = std::get_if<model::AlterTable>(&scene.statements()[i].command);
      if (other != nullptr && other->name == alter.name && adds(*other, name)) return true;
    }
    return false;
  }
};

}  // namespace

const Rule drop_constraint{
    .name = "drop-constraint",
    .family = 'B',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A CHECK, UNIQUE, EXCLUDE or foreign key constraint is dropped",
    .why =
        "What the constraint guaranteed isn't guaranteed any more, and a rollback can't add it again once a "
        "row breaks it.",
    .advice =
        "Say why with -- dunlin:allow drop-constraint: the reason; or replace it in the same file under "
        "the same name.",
    .statement = DropConstraintRule::statement};

}  // namespace dunlin::lint::rules
