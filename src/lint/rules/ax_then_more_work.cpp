#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct AxThenMoreWork {
  static const HeldLock* strongest(const Scene& scene) {
    const HeldLock* found = nullptr;
    for (const HeldLock& lock : scene.held())
      if (model::blocks_writes(lock.lock) && (found == nullptr || lock.lock > found->lock)) found = &lock;
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

  // What blocks writes by itself while it reads is another rule's; this is of work that would hurt nobody.
  static const Effect* harmless_scan(const Scene& scene) {
    for (const Effect& work : scene.effects())
      if (work.cost >= model::Cost::scan && !model::blocks_writes(work.lock) && work.reason.empty())
        return &work;
    return nullptr;
  }

  // The table that a query without a condition reads, to count it or to copy it.
  static std::string read_whole(const Scene& scene) {
    const model::Query* query = nullptr;
    if (const auto* dml = scene.as<model::Dml>())
      if (dml->kind == model::DmlKind::select) query = &dml->query;
    if (const auto* copy = scene.as<model::CreateTableAs>())
      if (copy->with_data) query = &copy->query;
    if (query == nullptr || query->has_where || query->has_limit) return {};
    for (const model::RelationUse& use : query->relations)
      if (scene.is_live(use.name)) return scene.shown(use.name);
    return {};
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (!scene.statement().in_transaction || scene.held().empty()) return;
    const Effect* work = harmless_scan(scene);
    const std::string table = work == nullptr ? read_whole(scene) : work->relation;
    if (table.empty() || validates_own(scene)) return;
    const HeldLock* lock = strongest(scene);
    if (lock == nullptr) return;
    model::Finding& finding = add(scene, table, *lock, report);
    if (work == nullptr) finding.severity = model::Severity::warning;
  }

  static model::Finding& add(const Scene& scene, const std::string& table, const HeldLock& lock,
                             Reporter& report) {
    const int line = scene.statements()[lock.statement].source.span.line;
    model::Finding& finding = report.add(
        lock.relation, "all of " + table + " is read while " +
                           (lock.relation == table ? "it" : lock.relation) + " is locked against " +
                           std::string(model::blocked_by(lock.lock)) + " since line " + std::to_string(line));
    finding.lock = lock.lock;
    finding.cost = model::Cost::scan;
    finding.fix.edits = begin_unit(scene);
    return finding;
  }
};

}  // namespace

const Rule ax_then_more_work{
    .name = "ax-then-more-work",
    .family = 'E',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A table is read as a whole while an earlier statement's lock blocks others",
    .why =
        "Locks last until the transaction ends: one that was taken for a millisecond's work blocks reads or "
        "writes for as long as what follows takes.",
    .advice = "Put what takes long into a unit of its own (-- dunlin:unit), or strong locks last.",
    .statement = AxThenMoreWork::statement};

}  // namespace dunlin::lint::rules
