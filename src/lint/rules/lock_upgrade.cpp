#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct LockUpgrade {
  static const HeldLock* strongest(const Scene& scene, const std::string& relation) {
    const HeldLock* found = nullptr;
    for (const HeldLock& lock : scene.held())
      if (lock.relation == relation && (found == nullptr || lock.lock > found->lock)) found = &lock;
    return found;
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (!scene.statement().in_transaction) return;
    for (const Effect& effect : scene.effects()) {
      const HeldLock* before = strongest(scene, effect.relation);
      if (before == nullptr || !model::blocks_writes(effect.lock) || before->lock >= effect.lock ||
          before->lock < model::LockLevel::row_exclusive || model::blocks_writes(before->lock))
        continue;
      const int line = scene.statements()[before->statement].source.span.line;
      model::Finding& finding = report.add(
          effect.relation, "the lock on " + effect.relation + " from line " + std::to_string(line) + " (" +
                               std::string(model::to_string(before->lock)) + ") is made stronger to " +
                               std::string(model::to_string(effect.lock)) +
                               ": two transactions that do so wait for each other");
      finding.fix.edits = begin_unit(scene);
      return;
    }
  }
};

}  // namespace

const Rule lock_upgrade{
    .name = "lock-upgrade",
    .family = 'E',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A weak lock on a table, then a strong one in the same transaction",
    .why =
        "Whoever has the weak lock too and wants a stronger one waits for us, and we for him: a deadlock. "
        "After an UPDATE, ALTER TABLE also fails where deferred triggers are still to run (SQLSTATE 55006).",
    .advice = "Two units (-- dunlin:unit), or the strong lock first.",
    .statement = LockUpgrade::statement};

}  // namespace dunlin::lint::rules
