#include "lint/Rerun.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_add_constraint_not_rerunnable(const Scene& scene, Reporter& report) {
  report_rerun(scene, report, RerunProblem::constraint);
}

}  // namespace

const Rule add_constraint_not_rerunnable{
    .name = "add-constraint-not-rerunnable",
    .family = 'K',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "ADD CONSTRAINT outside of a transaction",
    .why =
        "A statement outside of a transaction may have run although the connection was lost before the "
        "answer came; the file then has to run again from its beginning. Inside a transaction the guard "
        "isn't needed: what failed is rolled back. ADD CONSTRAINT has no IF NOT EXISTS.",
    .advice =
        "ALTER TABLE t DROP CONSTRAINT IF EXISTS k, ADD CONSTRAINT k ...; with NOT VALID nothing is read.",
    .statement = check_add_constraint_not_rerunnable};

}  // namespace dunlin::lint::rules
