#include "lint/TypeChanges.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_collation_change(const Scene& scene, Reporter& report) {
  for (const LiveTypeChange& change : live_type_changes(scene)) {
    const ColumnTypeChange& types = change.change;
    if (!types.known || !change.action->type.collated || change.rewrites()) continue;
    const auto* column = change.table->find_column(change.action->name);
    if (column->collation == change.action->value) continue;
    model::Finding& finding =
        report.add(change.shown_table,
                   types.indexed ? "collation " + change.action->value + " for " + change.action->name +
                                       " builds the indexes on it anew while nobody else can read or write " +
                                       change.shown_table
                                 : "collation " + change.action->value + " for " + change.action->name +
                                       " changes how " + change.shown_table + " is ordered and compared",
                   change.action->range);
    if (!types.indexed) finding.severity = model::Severity::note;
  }
}

}  // namespace

const Rule collation_change{
    .name = "collation-change",
    .family = 'C',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ALTER COLUMN TYPE ... COLLATE that rebuilds indexes of a table in use",
    .why =
        "The rows stay, but each index on the column is ordered by the collation and is built anew under "
        "ACCESS "
        "EXCLUSIVE (measured). Queries with ORDER BY, < and > give other results from then on.",
    .advice =
        "CREATE INDEX CONCURRENTLY on (c COLLATE \"x\") and let queries name the collation; or drop the "
        "indexes "
        "CONCURRENTLY, change it, and create them CONCURRENTLY again.",
    .statement = check_collation_change};

}  // namespace dunlin::lint::rules
