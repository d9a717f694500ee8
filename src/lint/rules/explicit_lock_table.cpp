#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_explicit_lock_table(const Scene& scene, Reporter& report) {
  const auto* lock = scene.as<model::LockTable>();
  if (lock == nullptr || !model::blocks_writes(lock->mode)) return;
  for (const model::QualifiedName& table : lock->tables)
    if (scene.is_live(table))
      report.add(scene.shown(table), "LOCK TABLE keeps " + std::string(model::blocked_by(lock->mode)) +
                                         " of " + scene.shown(table) + " waiting until the transaction ends");
}

}  // namespace

const Rule explicit_lock_table{
    .name = "explicit-lock-table",
    .family = 'E',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "LOCK TABLE of a table in use",
    .why = "The lock is held until the transaction ends, whatever the statements need themselves.",
    .advice = "Leave it to the statements, or say why: -- dunlin:allow explicit-lock-table: reason.",
    .statement = check_explicit_lock_table};

}  // namespace dunlin::lint::rules
