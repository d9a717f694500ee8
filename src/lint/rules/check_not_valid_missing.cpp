#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct CheckNotValidMissing {
  static void statement(const Scene& scene, Reporter& report) {
    const model::AlterTable* alter = live_alter(scene);
    if (alter == nullptr) return;
    for (const model::AlterAction& action : alter->actions) {
      if (action.kind != model::AlterKind::add_constraint || !action.constraint) continue;
      const model::Constraint& check = *action.constraint;
      if (check.kind != model::ConstraintKind::check || check.not_valid || check.not_enforced) continue;
      add(scene, *alter, action, report);
    }
  }

  static void add(const Scene& scene, const model::AlterTable& alter, const model::AlterAction& action,
                  Reporter& report) {
    const model::Constraint& check = *action.constraint;
    const std::string table = scene.shown(alter.name);
    const std::string name = constraint_name(scene, alter, check, check.columns);
    model::Finding& finding = report.add(table,
                                         "CHECK constraint " + name + " reads every row of " + table +
                                             " while nobody else can read or write it",
                                         action.range);
    finding.fix.edits = append_units(
        scene, {{validate_text(alter_prefix(scene, alter), name)}},
        with_pieces(scene, {{check.range, named_constraint(scene, check, name) + " NOT VALID"}}));
  }
};

}  // namespace

const Rule check_not_valid_missing{
    .name = "check-not-valid-missing",
    .family = 'B',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A CHECK constraint added to a table in use, without NOT VALID",
    .why =
        "ADD CONSTRAINT ... CHECK reads the whole table under ACCESS EXCLUSIVE: reads and writes wait until "
        "it is done. Measured with 200,000 rows: both stood still for 61 ms of a statement of 62 ms, and "
        "for 5 ms when it was NOT VALID first and validated afterwards.",
    .advice =
        "ALTER TABLE t ADD CONSTRAINT c CHECK (...) NOT VALID; then, in a unit of its own, ALTER TABLE t "
        "VALIDATE CONSTRAINT c, which lets reads and writes go on.",
    .statement = CheckNotValidMissing::statement};

}  // namespace dunlin::lint::rules
