#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_alter_constraint_locks(const Scene& scene, Reporter& report) {
  const model::AlterTable* alter = live_alter(scene);
  if (alter == nullptr) return;
  for (const model::AlterAction& action : alter->actions)
    if (action.kind == model::AlterKind::alter_constraint)
      report.add(scene.shown(alter->name),
                 "ALTER CONSTRAINT " + action.name + " locks " + scene.shown(alter->name) +
                     " against reads and writes until the transaction ends",
                 action.range);
}

}  // namespace

const Rule alter_constraint_locks{
    .name = "alter-constraint-locks",
    .family = 'B',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "ALTER CONSTRAINT on a table in use",
    .why =
        "It changes the catalog only, but takes ACCESS EXCLUSIVE (measured): it queues behind every running "
        "query, and every query behind it.",
    .advice = "In a short transaction of its own, under a short lock_timeout.",
    .statement = check_alter_constraint_locks};

}  // namespace dunlin::lint::rules
