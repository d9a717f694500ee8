#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_explicit_constraint_name(const Scene& scene, Reporter& report) {
  const auto* alter = scene.as<model::AlterTable>();
  if (alter == nullptr || alter->kind != model::ObjectKind::table) return;
  for (const model::AlterAction& action : alter->actions) {
    if (action.kind != model::AlterKind::add_constraint || !action.constraint) continue;
    const model::Constraint& constraint = *action.constraint;
    // With USING INDEX the constraint has the index's name.
    if (!constraint.name.empty() || !constraint.using_index.empty()) continue;
    const std::string name = constraint_name(scene, *alter, constraint, constraint.columns);
    model::Finding& finding = report.add(scene.shown(alter->name),
                                         "the constraint has no name; PostgreSQL will call it " + name +
                                             ", unless that is taken in the database that it runs on",
                                         constraint.range);
    if (constraint.kind != model::ConstraintKind::exclusion)
      finding.fix.edits = replace_piece(scene, constraint.range, named_constraint(scene, constraint, name));
  }
}

}  // namespace

const Rule explicit_constraint_name{
    .name = "explicit-constraint-name",
    .family = 'B',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "ALTER TABLE ... ADD of a constraint without a name",
    .why =
        "The name that PostgreSQL chooses depends on what is there already: a later VALIDATE or DROP "
        "CONSTRAINT may find another name in another database.",
    .advice = "ALTER TABLE t ADD CONSTRAINT name ...",
    .statement = check_explicit_constraint_name};

}  // namespace dunlin::lint::rules
