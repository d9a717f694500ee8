#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct NotEnforcedConstraint {
  static void judge(const Scene& scene, const model::QualifiedName& table,
                    const model::Constraint& constraint, Reporter& report) {
    if (!constraint.not_enforced) return;
    report.add(scene.shown(table),
               "NOT ENFORCED: nothing keeps rows out of " + scene.shown(table) +
                   " that break the constraint" + (constraint.name.empty() ? "" : " " + constraint.name),
               constraint.range);
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (scene.settings().major < 18) return;
    if (const auto* create = scene.as<model::CreateTable>()) {
      for (const auto& constraint : create->constraints) judge(scene, create->name, constraint, report);
      for (const auto& column : create->columns)
        for (const auto& constraint : column.constraints) judge(scene, create->name, constraint, report);
    }
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr) return;
    for (const model::AlterAction& action : alter->actions) {
      if (action.constraint) judge(scene, alter->name, *action.constraint, report);
      if (!action.column) continue;
      for (const auto& constraint : action.column->constraints) judge(scene, alter->name, constraint, report);
    }
  }
};

}  // namespace

const Rule not_enforced_constraint{
    .name = "not-enforced-constraint",
    .family = 'B',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A constraint that is NOT ENFORCED (PostgreSQL 18)",
    .why =
        "It documents a wish and checks nothing: rows that break it get in, and enforcing it later reads the "
        "whole table and fails on the first of them.",
    .advice =
        "Leave NOT ENFORCED out; to avoid the scan add the constraint NOT VALID, and validate it in a unit "
        "of its own.",
    .statement = NotEnforcedConstraint::statement};

}  // namespace dunlin::lint::rules
