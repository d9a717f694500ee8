#include "base/Text.hpp"
#include "lint/IndexText.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct IndexOnPartitionedBlocksAll {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* index = scene.as<model::CreateIndex>();
    if (index == nullptr || index->concurrently || index->only || !scene.is_live(index->table)) return;
    const auto* table = scene.relation(index->table);
    if (table == nullptr || table->kind != model::RelationKind::partitioned_table) return;
    if (index->if_not_exists && !index->name.empty() &&
        scene.catalog().find_index({table->name.schema, index->name}) != nullptr)
      return;
    const std::size_t partitions = scene.catalog().partitions_of(table->name).size();
    if (partitions == 0 && table->complete) return;
    const std::string name = scene.shown(index->table);
    model::Finding& finding =
        report.add(name, "CREATE INDEX on the partitioned table " + name + " blocks writes to all its " +
                             (partitions == 0 ? "partitions" : counted(partitions, "partition")) +
                             " until the last index is built");
    finding.fix.edits = replace_by_units(scene, partitioned_index_units(scene, *index));
  }
};

}  // namespace

const Rule index_on_partitioned_blocks_all{
    .name = "index-on-partitioned-blocks-all",
    .family = 'A',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "CREATE INDEX on a partitioned table in use",
    .why =
        "It takes a SHARE lock on the parent and on every partition at once and keeps them all until the "
        "last of the indexes is built; CONCURRENTLY isn't possible here.",
    .advice =
        "CREATE INDEX i ON ONLY parent (...); CREATE INDEX CONCURRENTLY on each partition; then ALTER "
        "INDEX i ATTACH PARTITION for each of them: the parent's index becomes valid with the last.",
    .statement = IndexOnPartitionedBlocksAll::statement};

}  // namespace dunlin::lint::rules
