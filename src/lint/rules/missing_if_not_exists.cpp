#include "lint/Rerun.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_missing_if_not_exists(const Scene& scene, Reporter& report) {
  report_rerun(scene, report, RerunProblem::if_not_exists);
}

}  // namespace

const Rule missing_if_not_exists{
    .name = "missing-if-not-exists",
    .family = 'K',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "CREATE or ADD COLUMN without IF NOT EXISTS, outside of a transaction",
    .why =
        "A statement outside of a transaction may have run although the connection was lost before the "
        "answer came; the file then has to run again from its beginning. Inside a transaction the guard "
        "isn't needed: what failed is rolled back.",
    .advice = "IF NOT EXISTS; or let the statement run in a transaction, where it can.",
    .statement = check_missing_if_not_exists};

}  // namespace dunlin::lint::rules
