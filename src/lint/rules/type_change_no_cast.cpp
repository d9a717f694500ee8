#include "lint/TypeChanges.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_type_change_no_cast(const Scene& scene, Reporter& report) {
  for (const LiveTypeChange& change : live_type_changes(scene))
    if (change.change.known && change.change.truth.change == TypeChange::no_cast)
      report.add(change.shown_table,
                 "PostgreSQL has no automatic cast from " + change.change.from + " to " + change.change.to +
                     ": changing " + change.action->name + " is refused without USING",
                 change.action->range);
}

}  // namespace

const Rule type_change_no_cast{
    .name = "type-change-no-cast",
    .family = 'C',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ALTER COLUMN TYPE between types that have no automatic cast",
    .why =
        "The statement fails with 42804 whatever the table holds (measured for 94 types): ALTER COLUMN TYPE "
        "uses "
        "assignment casts only.",
    .advice =
        "Say how the values are converted: USING c::integer. That rewrites the table, and fails at the first "
        "value "
        "that can't be converted; on a table in use, add a second column and fill it in batches.",
    .statement = check_type_change_no_cast};

}  // namespace dunlin::lint::rules
