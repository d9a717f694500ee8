#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_nested_tx(const Scene& scene, Reporter& report) {
  if (scene.statement().source.kind == model::StatementKind::begin && in_explicit_transaction(scene))
    report.add("",
               "BEGIN inside of a transaction only warns, and the first COMMIT ends both: what follows it "
               "commits statement by statement");
}

}  // namespace

const Rule nested_tx{
    .name = "nested-tx",
    .family = 'E',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "BEGIN inside of a transaction",
    .why =
        "PostgreSQL has no nested transactions: the second BEGIN is a warning, and the first "
        "COMMIT commits everything.",
    .advice = "Leave the inner BEGIN and COMMIT out, or use SAVEPOINT.",
    .statement = check_nested_tx};

}  // namespace dunlin::lint::rules
