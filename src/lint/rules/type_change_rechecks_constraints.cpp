#include <algorithm>

#include "lint/TypeChanges.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct TypeChangeRechecksConstraints {
  static void statement(const Scene& scene, Reporter& report) {
    for (const LiveTypeChange& change : live_type_changes(scene)) {
      if (!change.keeps_table() || change.change.from == change.change.to) continue;
      for (const model::CatalogConstraint& constraint : change.table->constraints) {
        const auto& columns = constraint.columns;
        if (constraint.kind != model::ConstraintKind::check || !constraint.valid || !constraint.enforced ||
            std::find(columns.begin(), columns.end(), change.action->name) == columns.end())
          continue;
        report.add(change.shown_table,
                   "changing the type of " + change.action->name + " checks " + constraint.name +
                       " again for every row of " + change.shown_table +
                       " while nobody else can read or write it",
                   change.action->range);
      }
    }
  }
};

}  // namespace

const Rule type_change_rechecks_constraints{
    .name = "type-change-rechecks-constraints",
    .family = 'C',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ALTER COLUMN TYPE of a column with a CHECK reads the whole table",
    .why =
        "The change itself would cost nothing, but the CHECK is made anew for the new type, and PostgreSQL "
        "reads "
        "every row to see that it holds, under ACCESS EXCLUSIVE (measured).",
    .advice =
        "Drop the CHECK in the same ALTER TABLE, add it again NOT VALID, and VALIDATE it in a unit of its "
        "own.",
    .statement = TypeChangeRechecksConstraints::statement};

}  // namespace dunlin::lint::rules
