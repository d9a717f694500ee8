#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_missing_rollback(const Scene& scene, Reporter& report) {
  const model::Migration* migration = scene.file().migration;
  if (migration == nullptr || migration->repeatable || scene.file().has_rollback) return;
  const auto& first = scene.statements().front().source.span;
  report.add_at({first.file, 1, scene.file_index(), 1}, "", model::label(*migration) + " has no rollback");
}

}  // namespace

const Rule missing_rollback{.name = "missing-rollback",
                            .family = 'D',
                            .profile = Profile::policy,
                            .severity = model::Severity::error,
                            .summary = "A migration without a way back (policy require_rollback)",
                            .why =
                                "When the change turns out to be wrong in production, the way back is "
                                "written under pressure, and untested.",
                            .advice =
                                "Write a -- dunlin:down section, or a file of the same name in rollback/; "
                                "where nothing has to be taken "
                                "back, -- dunlin:nothing-to-undo.",
                            .file = check_missing_rollback};

}  // namespace dunlin::lint::rules
