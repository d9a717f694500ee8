#include "lint/ConstraintUnits.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_set_storage(const Scene& scene, Reporter& report) {
  const model::AlterTable* alter = live_alter(scene);
  if (alter == nullptr) return;
  for (const model::AlterAction& action : alter->actions) {
    if (action.kind != model::AlterKind::set_storage && action.kind != model::AlterKind::set_compression)
      continue;
    report.add(scene.shown(alter->name),
               std::string(model::to_string(action.kind)) + " of " + action.name +
                   " counts for values that are written from now on: those in the rows stay as they are",
               action.range);
  }
}

}  // namespace

const Rule set_storage{.name = "set-storage",
                       .family = 'C',
                       .profile = Profile::all,
                       .severity = model::Severity::note,
                       .summary = "SET STORAGE or SET COMPRESSION on a table in use",
                       .why =
                           "Only the catalog changes (under ACCESS EXCLUSIVE, measured), so it costs "
                           "nothing, and helps nothing until "
                           "the values are written again. Not even VACUUM FULL compresses them anew.",
                       .advice =
                           "UPDATE t SET c = c || '' in batches where the old values are to be stored in the "
                           "new way, or leave it to "
                           "time.",
                       .statement = check_set_storage};

}  // namespace dunlin::lint::rules
