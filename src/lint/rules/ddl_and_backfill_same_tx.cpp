#include <algorithm>

#include "lint/BulkWrite.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DdlAndBackfillSameTx {
  // The strongest lock that keeps others from writing, and was taken by something else than the file's own
  // LOCK TABLE.
  static const HeldLock* held(const Scene& scene) {
    const HeldLock* strongest = nullptr;
    for (const HeldLock& lock : scene.held()) {
      const auto& taken_by = scene.statements()[lock.statement].command;
      if (!model::blocks_writes(lock.lock) || std::holds_alternative<model::LockTable>(taken_by)) continue;
      if (strongest == nullptr || lock.lock > strongest->lock) strongest = &lock;
    }
    return strongest;
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* dml = scene.as<model::Dml>();
    if (dml == nullptr || !scene.statement().in_transaction) return;
    const bool writes = is_bulk_write(scene, *dml);
    if (!writes && !is_bulk_copy(scene, *dml)) return;
    const HeldLock* lock = held(scene);
    if (lock == nullptr) return;
    add(scene, *dml, *lock, writes, report);
  }

  static std::string verb(model::DmlKind kind) {
    switch (kind) {
      case model::DmlKind::update: return "UPDATE of ";
      case model::DmlKind::delete_: return "DELETE from ";
      case model::DmlKind::merge: return "MERGE into ";
      default: return "INSERT into ";
    }
  }

  static void add(const Scene& scene, const model::Dml& dml, const HeldLock& lock, bool writes,
                  Reporter& report) {
    const int line = scene.statements()[lock.statement].source.span.line;
    model::Finding& finding = report.add(
        lock.relation, "the " + verb(dml.kind) + scene.shown(dml.target) + " runs while " + lock.relation +
                           " is locked against " + std::string(model::blocked_by(lock.lock)) +
                           " since line " + std::to_string(line) + ", until the transaction ends");
    finding.lock = lock.lock;
    finding.cost = model::Cost::rows;
    if (!writes) finding.severity = model::Severity::warning;
    const std::string directive = writes ? batch_directive(scene, dml) : "";
    finding.fix.edits = directive.empty() ? replace_by_units(scene, {{std::string(scene.text())}})
                                          : put_directive(scene, directive);
  }
};

}  // namespace

const Rule ddl_and_backfill_same_tx{
    .name = "ddl-and-backfill-same-tx",
    .family = 'E',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A change of the schema and one of many rows in one transaction",
    .why =
        "The lock that the schema change took in a millisecond is held until the transaction ends, so for as "
        "long as all the rows take: the table is out of use meanwhile. Measured: an UPDATE of 200,000 rows "
        "took 6 s.",
    .advice =
        "Put the schema change and the rows into units of their own (-- dunlin:unit), the rows in batches: "
        "-- dunlin:batch table=public.t key=id size=10000 before the UPDATE or DELETE.",
    .statement = DdlAndBackfillSameTx::statement};

}  // namespace dunlin::lint::rules
