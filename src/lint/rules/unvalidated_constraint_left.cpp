#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_unvalidated(const Scene& scene, Reporter& report) {
  for (const auto& [name, table] : scene.catalog().relations)
    for (const model::CatalogConstraint& constraint : table.constraints)
      if (!constraint.valid && constraint.enforced && !constraint.inherited)
        report.add_at(constraint.origin, model::to_string(name),
                      "constraint " + constraint.name + " of " + model::to_string(name) +
                          " was never validated: rows from before it may break it");
}

}  // namespace

const Rule unvalidated_constraint_left{
    .name = "unvalidated-constraint-left",
    .family = 'B',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A NOT VALID constraint that no later statement validates",
    .why =
        "Old rows may break it, the planner doesn't use it, and a restore of a dump or an upgrade is where "
        "it "
        "shows.",
    .advice =
        "ALTER TABLE t VALIDATE CONSTRAINT c, in a unit or file of its own: reads and writes go on "
        "meanwhile.",
    .catalog = check_unvalidated};

}  // namespace dunlin::lint::rules
