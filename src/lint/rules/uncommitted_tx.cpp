#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

using model::StatementKind;

void check_uncommitted_tx(const Scene& scene, Reporter& report) {
  if (scene.statement().source.kind != StatementKind::begin) return;
  for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
    const StatementKind kind = scene.statements()[i].source.kind;
    if (kind == StatementKind::commit || kind == StatementKind::rollback) return;
  }
  report.add(
      "",
      "BEGIN without COMMIT: with the end of the file everything behind it is rolled back, without an error");
}

}  // namespace

const Rule uncommitted_tx{.name = "uncommitted-tx",
                          .family = 'E',
                          .profile = Profile::safe,
                          .severity = model::Severity::error,
                          .summary = "BEGIN without COMMIT",
                          .why =
                              "psql and most runners close the session at the end of the file, and "
                              "PostgreSQL rolls back what wasn't "
                              "committed: the migration seems to have run and did nothing.",
                          .advice = "Leave BEGIN out (dunlin commits each unit by itself), or write COMMIT.",
                          .statement = check_uncommitted_tx};

}  // namespace dunlin::lint::rules
