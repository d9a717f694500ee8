#include "lint/Phase.hpp"
#include "lint/Renamed.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_rename_column(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::column}) {
    const model::Rename* rename = noticed_rename(scene, kind);
    if (rename == nullptr) continue;
    const std::string name = scene.shown(rename->object.table);
    report
        .add(name, "code that names column " + rename->old_name + " of " + name +
                       " fails as soon as it is called " + rename->new_name)
        .severity = by_phase(scene, model::Severity::error);
  }
}

}  // namespace

const Rule rename_column{
    .name = "rename-column",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "RENAME COLUMN of a column in use",
    .why =
        "The change itself takes a moment, and from its commit on every query of running code that names "
        "the old column fails. No single statement avoids that: old and new code need both names for a "
        "while.",
    .advice =
        "Expand and contract: ADD COLUMN with the new name, a trigger that keeps both in step, backfill in "
        "batches, deploy code that uses the new one, drop the old one in a later file. Or leave the column "
        "and rename it in a view.",
    .statement = check_rename_column};

}  // namespace dunlin::lint::rules
