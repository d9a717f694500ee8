#include "lint/Rerun.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_not_rerunnable(const Scene& scene, Reporter& report) {
  if (!may_run_twice(scene)) return;
  for (const RerunFinding& found : rerun_findings(scene))
    report.add(found.object,
               found.words + " runs outside of a transaction, and " + second_time(found.problem),
               found.place);
}

}  // namespace

const Rule not_rerunnable{
    .name = "not-rerunnable",
    .family = 'K',
    .profile = Profile::policy,
    .severity = model::Severity::error,
    .summary = "A statement outside of a transaction that can't simply run again (policy idempotent)",
    .why =
        "What runs in a transaction is rolled back with its row of the journal, and runs again as if nothing "
        "had "
        "been. Outside of one a lost connection leaves it open whether the statement has run: dunlin asks "
        "the catalog "
        "about concurrent indexes, DETACH and databases, and knows where batches stand; about the rest "
        "nobody can "
        "tell.",
    .advice =
        "Let it run in a transaction where it can. Else write it so that it may run twice (IF NOT EXISTS, IF "
        "EXISTS, "
        "OR REPLACE, DROP IF EXISTS before CREATE, ON CONFLICT), or put -- dunlin:verify SELECT ... above "
        "it: a query "
        "that is true once it has run.",
    .statement = check_not_rerunnable};

}  // namespace dunlin::lint::rules
