#include <algorithm>

#include "lint/TypeChanges.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct TypeChangeFkParentLock {
  static void statement(const Scene& scene, Reporter& report) {
    for (const LiveTypeChange& change : live_type_changes(scene)) {
      if (change.table == nullptr) continue;
      for (const model::CatalogConstraint& constraint : change.table->constraints)
        if (constraint.kind == model::ConstraintKind::foreign_key && has_column(constraint, change))
          add(scene, change, constraint, report);
    }
  }

  static bool has_column(const model::CatalogConstraint& constraint, const LiveTypeChange& change) {
    return std::find(constraint.columns.begin(), constraint.columns.end(), change.action->name) !=
           constraint.columns.end();
  }

  static void add(const Scene& scene, const LiveTypeChange& change, const model::CatalogConstraint& key,
                  Reporter& report) {
    const std::string parent = model::to_string(key.references);
    const Effect* effect = find_effect(scene.effects(), parent);
    if (effect == nullptr || !model::blocks_reads(effect->lock) || parent == change.shown_table) return;
    model::Finding& finding =
        report.add(parent,
                   "changing the type of " + change.action->name + ", of the foreign key " + key.name +
                       ", locks " + parent + " against reads and writes, too" +
                       (change.rewrites() ? ", for as long as " + change.shown_table + " is rewritten" : ""),
                   change.action->range);
    if (!change.rewrites()) finding.severity = model::Severity::note;
  }
};

}  // namespace

const Rule type_change_fk_parent_lock{
    .name = "type-change-fk-parent-lock",
    .family = 'C',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "ALTER COLUMN TYPE of a foreign key's column locks the referenced table, too",
    .why =
        "The key is made anew with its triggers on both sides, so both tables are locked ACCESS EXCLUSIVE to "
        "the "
        "end of the transaction, even where the type stays the same (measured on 14 to 18).",
    .advice =
        "Drop the foreign key in a unit of its own, change the type, add it again NOT VALID, and VALIDATE it "
        "in "
        "another unit: each lock of the referenced table is short then.",
    .statement = TypeChangeFkParentLock::statement};

}  // namespace dunlin::lint::rules
