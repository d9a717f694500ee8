#include "lint/Phase.hpp"
#include "lint/Renamed.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_rename_constraint(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::constraint}) {
    const model::Rename* rename = noticed_rename(scene, kind);
    if (rename == nullptr) continue;
    const std::string name = scene.shown(rename->object.table);
    report
        .add(name, "code that names constraint " + rename->old_name + " of " + name +
                       " (ON CONFLICT, errors) doesn't know " + rename->new_name)
        .severity = by_phase(scene, model::Severity::warning);
  }
}

}  // namespace

const Rule rename_constraint{
    .name = "rename-constraint",
    .family = 'D',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A constraint of a table in use gets another name",
    .why =
        "Code that says ON CONFLICT ON CONSTRAINT with the old name fails, and code that tells errors "
        "apart by the constraint's name doesn't know the new one.",
    .advice = "Look for the old name in the code first; ON CONFLICT (columns) doesn't need the name.",
    .statement = check_rename_constraint};

}  // namespace dunlin::lint::rules
