#include <algorithm>

#include "lint/TypeChanges.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct TypeChangeRewrite {
  static void statement(const Scene& scene, Reporter& report) {
    for (const LiveTypeChange& change : live_type_changes(scene)) {
      if (!change.change.known)
        add_unknown(change, report);
      else if (change.rewrites() && !is_only_by_using(scene, change))
        add(change, report);
    }
  }

  // using-clause-forces-rewrite has them.
  static bool is_only_by_using(const Scene& scene, const LiveTypeChange& change) {
    if (change.action->expression.empty()) return false;
    const TypeChange plain = change_without_using(scene, change).truth.change;
    return plain == TypeChange::keeps_all || plain == TypeChange::keeps_heap_rebuilds_index;
  }

  static void add(const LiveTypeChange& change, Reporter& report) {
    const ColumnTypeChange& types = change.change;
    const std::string words = "changing " + change.action->name +
                              (types.from.empty() ? "" : " from " + types.from) + " to " + types.to;
    if (!types.truth.measured) {
      model::Finding& finding = report.add(change.shown_table,
                                           words + " rewrites " + change.shown_table +
                                               " and all its indexes, unless the two are stored "
                                               "alike, which isn't known",
                                           change.action->range);
      finding.severity = std::min(finding.severity, model::Severity::warning);
      return;
    }
    const bool zone = types.truth.only_in_utc;
    report.add(change.shown_table,
               words + " writes " + change.shown_table +
                   " and all its indexes anew while nobody else can read or write it" +
                   (zone ? ", because the script's TimeZone isn't UTC" : ""),
               change.action->range);
  }

  static void add_unknown(const LiveTypeChange& change, Reporter& report) {
    model::Finding& finding = report.add(
        change.shown_table,
        "changing " + change.action->name + " to " + change.change.to + " rewrites " + change.shown_table +
            " and all its indexes, unless its old type, which isn't known here, is stored alike",
        change.action->range);
    finding.severity = std::min(finding.severity, model::Severity::warning);
  }
};

}  // namespace

const Rule type_change_rewrite{
    .name = "type-change-rewrite",
    .family = 'C',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ALTER COLUMN TYPE that rewrites a table in use",
    .why =
        "Each value is converted and each row written anew, with all indexes, under ACCESS EXCLUSIVE: reads "
        "and "
        "writes wait. Measured with 200,000 rows: 1.4 to 2.5 s. Which changes keep the table was measured "
        "for "
        "8,742 pairs of types: 119 do, such as a longer varchar, varchar to text, numeric of more digits; "
        "all "
        "changes between integer, bigint and numeric rewrite.",
    .advice =
        "Add a column of the new type and a BEFORE INSERT OR UPDATE trigger that keeps it in step; fill it "
        "in "
        "batches (-- dunlin:batch); build its indexes CONCURRENTLY and its foreign keys NOT VALID; then let "
        "the two "
        "columns change names in one short transaction, and drop the old one a release later.",
    .statement = TypeChangeRewrite::statement};

}  // namespace dunlin::lint::rules
