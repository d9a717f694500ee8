#include "lint/Rerun.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_non_idempotent_dml(const Scene& scene, Reporter& report) {
  report_rerun(scene, report, RerunProblem::rows);
}

}  // namespace

const Rule non_idempotent_dml{
    .name = "non-idempotent-dml",
    .family = 'K',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "INSERT, COPY or UPDATE t SET x = x + 1 outside of a transaction",
    .why =
        "A statement outside of a transaction may have run although the connection was lost before the "
        "answer came; the file then has to run again from its beginning. Inside a transaction the guard "
        "isn't needed: what failed is rolled back. Rows that are inserted twice are not even an error where "
        "no key forbids them.",
    .advice =
        "INSERT ... ON CONFLICT DO NOTHING; UPDATE with a WHERE that no longer holds afterwards; or let it "
        "run in a transaction, or in batches (-- dunlin:batch), which know how far they have come.",
    .statement = check_non_idempotent_dml};

}  // namespace dunlin::lint::rules
