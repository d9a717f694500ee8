#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct FkNotValidMissing {
  static void statement(const Scene& scene, Reporter& report) {
    const model::AlterTable* alter = live_alter(scene);
    if (alter == nullptr) return;
    for (const model::AlterAction& action : alter->actions) {
      if (action.kind != model::AlterKind::add_constraint || !action.constraint) continue;
      const model::Constraint& key = *action.constraint;
      if (key.kind == model::ConstraintKind::foreign_key && !key.not_valid && !key.not_enforced)
        add(scene, *alter, action, report);
    }
  }

  static void add(const Scene& scene, const model::AlterTable& alter, const model::AlterAction& action,
                  Reporter& report) {
    const model::Constraint& key = *action.constraint;
    const std::string table = scene.shown(alter.name);
    const std::string parent = scene.shown(key.references);
    const std::string name = constraint_name(scene, alter, key, key.columns);
    model::Finding& finding =
        report.add(table,
                   "foreign key " + name + " compares every row of " + table + " with " + parent +
                       (parent == table ? ", and no other session can write it meanwhile"
                                        : ", and no other session can write either of them meanwhile"),
                   action.range);
    if (is_partitioned(scene, alter.name) && scene.settings().major < 18) {
      finding.fix.advice =
          "Before PostgreSQL 18 a partitioned table can't have a foreign key that is NOT VALID: add it NOT "
          "VALID to each partition and validate it there, each in a unit of its own; then add it to the "
          "partitioned table, which takes those over without reading rows, but locks the referenced table "
          "with ACCESS EXCLUSIVE for a moment.";
      return;
    }
    finding.fix.edits =
        append_units(scene, {{validate_text(alter_prefix(scene, alter), name)}},
                     with_pieces(scene, {{key.range, named_constraint(scene, key, name) + " NOT VALID"}}));
  }
};

}  // namespace

const Rule fk_not_valid_missing{
    .name = "fk-not-valid-missing",
    .family = 'B',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A foreign key added to a table in use, without NOT VALID",
    .why =
        "ADD FOREIGN KEY holds SHARE ROW EXCLUSIVE on both tables while it compares all rows: writes to both "
        "wait. Measured with 200,000 rows: the writers of both tables, also of the referenced one, stood "
        "still as long as the statement took.",
    .advice =
        "CREATE INDEX CONCURRENTLY on the referencing columns; ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY "
        "(c) REFERENCES u (id) NOT VALID; then, in a unit of its own, ALTER TABLE t VALIDATE CONSTRAINT k.",
    .statement = FkNotValidMissing::statement};

}  // namespace dunlin::lint::rules
