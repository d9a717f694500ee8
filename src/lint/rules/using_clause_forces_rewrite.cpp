#include "lint/TypeChanges.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_using_clause_forces_rewrite(const Scene& scene, Reporter& report) {
  for (const LiveTypeChange& change : live_type_changes(scene)) {
    if (!change.rewrites() || change.action->expression.empty()) continue;
    const ColumnTypeChange plain = change_without_using(scene, change);
    if (plain.truth.change != TypeChange::keeps_all &&
        plain.truth.change != TypeChange::keeps_heap_rebuilds_index)
      continue;
    model::Finding& finding =
        report.add(change.shown_table,
                   "from " + plain.from + " to " + plain.to + " would keep the table, but USING " +
                       change.action->expression.text + " writes " + change.shown_table +
                       " and all its indexes anew while nobody else can read or write it",
                   change.action->range);
    if (plain.truth.only_in_utc)
      finding.fix.advice =
          "Where the expression means UTC: SET LOCAL timezone = 'UTC' in the same unit, and the change "
          "without "
          "USING: then nothing is rewritten. For another zone there is no way around the rewrite: add a "
          "second "
          "column and fill it in batches.";
  }
}

}  // namespace

const Rule using_clause_forces_rewrite{
    .name = "using-clause-forces-rewrite",
    .family = 'C',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ALTER COLUMN TYPE that keeps the table, if it weren't for its USING",
    .why =
        "PostgreSQL doesn't see through an expression: unless USING is the column, or the column cast to the "
        "new "
        "type, every row is written anew under ACCESS EXCLUSIVE. Measured: USING c::text keeps the table, "
        "USING "
        "lower(c) and AT TIME ZONE 'UTC' rewrite it.",
    .advice =
        "Change the type without USING, and the values by an UPDATE in batches (-- dunlin:batch) of its own.",
    .statement = check_using_clause_forces_rewrite};

}  // namespace dunlin::lint::rules
