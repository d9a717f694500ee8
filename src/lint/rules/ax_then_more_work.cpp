#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct AxThenMoreWork {
  // Work on rows that goes on under a lock from before. What blocks the same table's writes by itself is
  // another rule's.
  static const HeldLock* blocked_meanwhile(const Scene& scene, const Effect& work) {
    const HeldLock* found = nullptr;
    for (const HeldLock& lock : scene.held()) {
      if (!model::blocks_writes(lock.lock)) continue;
      if (lock.relation == work.relation && model::blocks_writes(work.lock)) continue;
      if (found == nullptr || lock.lock > found->lock) found = &lock;
    }
    return found;
  }

  // not-valid-then-validate-same-tx says it of a constraint that the same transaction made.
  static bool validates_own(const Scene& scene) {
    const auto* alter = scene.as<model::AlterTable>();
    const auto* table = alter == nullptr ? nullptr : scene.relation(alter->name);
    if (table == nullptr) return false;
    for (const model::AlterAction& action : alter->actions) {
      if (action.kind != model::AlterKind::validate_constraint) continue;
      const auto* constraint = table->find_constraint(action.name);
      if (constraint != nullptr && scene.made_in_unit(constraint->origin)) return true;
    }
    return false;
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (!scene.statement().in_transaction || scene.held().empty() || validates_own(scene)) return;
    for (const Effect& work : scene.effects()) {
      // The referencing table's rows count, not those that they are looked up in.
      if (work.cost < model::Cost::scan || work.reason == "referenced by a foreign key") continue;
      const HeldLock* lock = blocked_meanwhile(scene, work);
      if (lock == nullptr) continue;
      add(scene, work, *lock, report);
      return;
    }
  }

  static void add(const Scene& scene, const Effect& work, const HeldLock& lock, Reporter& report) {
    const int line = scene.statements()[lock.statement].source.span.line;
    const std::string what = work.cost == model::Cost::rewrite       ? "rewritten"
                             : work.cost == model::Cost::index_build ? "read for an index"
                                                                     : "read";
    model::Finding& finding = report.add(
        lock.relation, "all of " + work.relation + " is " + what + " while " +
                           (lock.relation == work.relation ? "it" : lock.relation) + " is locked against " +
                           std::string(model::blocked_by(lock.lock)) + " since line " + std::to_string(line));
    finding.lock = lock.lock;
    finding.cost = work.cost;
    finding.fix.edits = begin_unit(scene);
  }
};

}  // namespace

const Rule ax_then_more_work{
    .name = "ax-then-more-work",
    .family = 'E',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "a table is read as a whole while an earlier statement's lock blocks others",
    .why =
        "Locks last until the transaction ends: one that was taken for a millisecond's work blocks reads or "
        "writes for as long as what follows takes.",
    .advice = "Put what takes long into a unit of its own (-- dunlin:unit), or strong locks last.",
    .statement = AxThenMoreWork::statement};

}  // namespace dunlin::lint::rules
