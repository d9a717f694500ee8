#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct FkCascadeReview {
  static void judge(const Scene& scene, const model::QualifiedName& table, const model::Constraint& key,
                    Reporter& report) {
    if (key.kind != model::ConstraintKind::foreign_key || key.on_delete != model::ForeignKeyAction::cascade)
      return;
    report.add(scene.shown(table),
               "deleting a row of " + scene.shown(key.references) + " deletes all that refer to it in " +
                   scene.shown(table) + " without another word",
               key.range);
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (const auto* create = scene.as<model::CreateTable>()) {
      for (const auto& constraint : create->constraints) judge(scene, create->name, constraint, report);
      for (const auto& column : create->columns)
        for (const auto& constraint : column.constraints) judge(scene, create->name, constraint, report);
    }
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr) return;
    for (const model::AlterAction& action : alter->actions) {
      if (action.constraint && action.kind == model::AlterKind::add_constraint)
        judge(scene, alter->name, *action.constraint, report);
      if (!action.column) continue;
      for (const auto& constraint : action.column->constraints) judge(scene, alter->name, constraint, report);
    }
  }
};

}  // namespace

const Rule fk_cascade_review{
    .name = "fk-cascade-review",
    .family = 'B',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A foreign key with ON DELETE CASCADE",
    .why =
        "One DELETE of a parent's row may remove any number of rows, through several tables, in one "
        "transaction; without an index on the referencing column each step reads the whole table.",
    .advice =
        "Check that the rows are a part of the parent's; else ON DELETE RESTRICT, and delete in batches.",
    .statement = FkCascadeReview::statement};

}  // namespace dunlin::lint::rules
