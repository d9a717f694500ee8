#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DropConstraintBackingIndex {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* drop = scene.as<model::Drop>();
    if (drop == nullptr || drop->kind != model::ObjectKind::index) return;
    for (const model::ObjectName& object : drop->objects) {
      const model::CatalogIndex* index = scene.catalog().find_index(object.name);
      if (index == nullptr || (index->constraint.empty() && index->partition_of.empty())) continue;
      const std::string name = model::to_string(index->name);
      const bool attached = !index->partition_of.empty();
      model::Finding& finding = report.add(
          model::to_string(index->table),
          "DROP INDEX " + name + " fails with error 2BP01: " +
              (attached ? "it is the partition's part of index " + model::to_string(index->partition_of)
                        : "constraint " + index->constraint + " of " + model::to_string(index->table) +
                              " needs it"));
      finding.fix.advice = attached ? "Drop the parent's index " + sql_name(index->partition_of) +
                                          "; those of the partitions go with it."
                                    : "ALTER TABLE " + sql_name(index->table) + " DROP CONSTRAINT " +
                                          sql_name(index->constraint) +
                                          "; and the index goes with it, and the guarantee too.";
      return;
    }
  }
};

}  // namespace

const Rule drop_constraint_backing_index{
    .name = "drop-constraint-backing-index",
    .family = 'A',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "DROP INDEX on an index that a constraint or a parent's index owns",
    .why = "PostgreSQL refuses it (error 2BP01, with CONCURRENTLY and CASCADE too) and the deploy stops.",
    .advice = "ALTER TABLE t DROP CONSTRAINT c; which drops the index with it.",
    .statement = DropConstraintBackingIndex::statement};

}  // namespace dunlin::lint::rules
