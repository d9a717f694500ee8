#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DeferrableFk {
  static void judge(const Scene& scene, const model::QualifiedName& table, const model::Constraint& key,
                    Reporter& report) {
    if (key.kind == model::ConstraintKind::foreign_key && key.deferrable)
      report.add(scene.shown(table),
                 "a deferrable foreign key reports a broken reference at COMMIT, far from the statement that "
                 "made it",
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

const Rule deferrable_fk{
    .name = "deferrable-fk",
    .family = 'B',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "A foreign key that is DEFERRABLE",
    .why = "Checks that wait for COMMIT are kept in memory until then, and the error names no statement.",
    .advice = "Write the rows in an order that fits, unless the references go in circles.",
    .statement = DeferrableFk::statement};

}  // namespace dunlin::lint::rules
