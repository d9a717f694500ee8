#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_drop_not_null(const Scene& scene, Reporter& report) {
  const model::AlterTable* alter = live_alter(scene);
  if (alter == nullptr) return;
  const auto* table = scene.relation(alter->name);
  for (const model::AlterAction& action : alter->actions) {
    if (action.kind != model::AlterKind::drop_not_null) continue;
    const auto* column = table == nullptr ? nullptr : table->find_column(action.name);
    if (column != nullptr && table->complete && !column->not_null) continue;
    report.add(scene.shown(alter->name),
               "programs that read " + action.name + " of " + scene.shown(alter->name) +
                   " may not expect the NULLs that it can have from now on",
               action.range);
  }
}

}  // namespace

const Rule drop_not_null{
    .name = "drop-not-null",
    .family = 'B',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "DROP NOT NULL of a column in use",
    .why =
        "Programs that are running were written for a column without NULLs: the first NULL breaks them, and "
        "SET NOT NULL of a rollback fails once there is one.",
    .advice = "Deploy readers that can take NULL first, then say so: -- dunlin:allow drop-not-null: reason.",
    .statement = check_drop_not_null};

}  // namespace dunlin::lint::rules
