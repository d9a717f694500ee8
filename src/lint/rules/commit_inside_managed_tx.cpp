#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_commit_inside_managed_tx(const Scene& scene, Reporter& report) {
  const model::StatementKind kind = scene.statement().source.kind;
  const bool commits = kind == model::StatementKind::commit;
  if ((!commits && kind != model::StatementKind::rollback) || in_explicit_transaction(scene)) return;
  report.add("", std::string(commits ? "COMMIT" : "ROLLBACK") +
                     " without BEGIN ends the runner's transaction: what came before can't be taken back any "
                     "more, and dunlin refuses the file");
}

}  // namespace

const Rule commit_inside_managed_tx{
    .name = "commit-inside-managed-tx",
    .family = 'E',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "COMMIT or ROLLBACK without BEGIN",
    .why =
        "The runner's transaction holds the journal's row for each statement. A COMMIT of the file would end "
        "it "
        "half way; dunlin refuses such a file before anything runs.",
    .advice = "-- dunlin:unit cuts a file into transactions; or write BEGIN and COMMIT as a pair.",
    .statement = check_commit_inside_managed_tx};

}  // namespace dunlin::lint::rules
