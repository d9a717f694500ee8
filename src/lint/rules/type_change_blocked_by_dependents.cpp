#include "base/Text.hpp"
#include "lint/Dependents.hpp"
#include "lint/TypeChanges.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_type_change_blocked(const Scene& scene, Reporter& report) {
  for (const LiveTypeChange& change : live_type_changes(scene)) {
    if (change.table == nullptr) continue;
    const std::vector<std::string> blocking =
        words_of(type_dependents_of_column(scene.catalog(), *change.table, change.action->name));
    if (blocking.empty()) continue;
    report.add(change.shown_table,
               "the type of " + change.action->name + " of " + change.shown_table +
                   " can't be changed while " + join(blocking, ", ") +
                   (blocking.size() == 1 ? " uses it" : " use it"),
               change.action->range);
  }
}

}  // namespace

const Rule type_change_blocked_by_dependents{
    .name = "type-change-blocked-by-dependents",
    .family = 'C',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ALTER COLUMN TYPE of a column that a view, policy, trigger or generated column uses",
    .why =
        "PostgreSQL refuses it with 0A000, so the deploy stops: cannot alter type of a column used by a view "
        "or "
        "rule, in a policy definition, in a trigger definition (UPDATE OF, WHEN), by a generated column "
        "(measured "
        "on 15 and 18).",
    .advice =
        "Drop what uses it, change the type, and create it again, in one transaction; grants and comments of "
        "a view "
        "go with it and have to be given again.",
    .statement = check_type_change_blocked};

}  // namespace dunlin::lint::rules
