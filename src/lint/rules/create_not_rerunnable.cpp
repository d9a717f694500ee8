#include "lint/Rerun.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_create_not_rerunnable(const Scene& scene, Reporter& report) {
  report_rerun(scene, report, RerunProblem::create);
}

}  // namespace

const Rule create_not_rerunnable{
    .name = "create-not-rerunnable",
    .family = 'K',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "CREATE of something that has no IF NOT EXISTS, outside of a transaction",
    .why =
        "A statement outside of a transaction may have run although the connection was lost before the "
        "answer came; the file then has to run again from its beginning. Inside a transaction the guard "
        "isn't needed: what failed is rolled back.",
    .advice =
        "CREATE OR REPLACE for functions, views and (14 and newer) triggers; else DROP ... IF EXISTS in "
        "front of it: DROP POLICY IF EXISTS p ON t. A concurrent index: DROP INDEX CONCURRENTLY IF EXISTS i "
        "first, because IF NOT EXISTS would take an invalid one for it.",
    .statement = check_create_not_rerunnable};

}  // namespace dunlin::lint::rules
