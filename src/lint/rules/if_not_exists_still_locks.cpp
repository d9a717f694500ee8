#include "lint/IndexText.hpp"
#include "lint/OutOfTransaction.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct IfNotExistsStillLocks {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* index = scene.as<model::CreateIndex>();
    if (index == nullptr || index->concurrently || !index->if_not_exists || !scene.is_live(index->table))
      return;
    const model::QualifiedName name{scene.catalog().qualified(index->table).schema, index->name};
    if (scene.catalog().find_index(name) == nullptr) return;
    const std::string table = scene.shown(index->table);
    model::Finding& finding = report.add(table, "index " + model::to_string(name) +
                                                    " is there already, but CREATE INDEX IF NOT "
                                                    "EXISTS still waits for a SHARE lock on " +
                                                    table + ", and writers queue behind it");
    const auto* known = scene.relation(index->table);
    if (known != nullptr && known->kind != model::RelationKind::partitioned_table)
      finding.fix.edits = replace_outside_transaction(scene, concurrent_index_text(scene, *index));
  }
};

}  // namespace

const Rule if_not_exists_still_locks{
    .name = "if-not-exists-still-locks",
    .family = 'A',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "CREATE INDEX IF NOT EXISTS for an index that is there",
    .why =
        "The table is locked before the name is looked up. Measured: the statement that does nothing takes "
        "a SHARE lock, so it waits for running writers while new ones wait for it; with CONCURRENTLY it "
        "takes SHARE UPDATE EXCLUSIVE, which no writer notices.",
    .advice = "Leave the statement out, or say CREATE INDEX CONCURRENTLY IF NOT EXISTS.",
    .statement = IfNotExistsStillLocks::statement};

}  // namespace dunlin::lint::rules
