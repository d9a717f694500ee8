#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DropPartitionDirectly {
  static void judge(const Scene& scene, Reporter& report, const model::Drop& drop,
                    const model::CatalogRelation& partition) {
    const auto* fallback = scene.catalog().default_partition_of(partition.partition_of);
    const std::string parent = model::to_string(partition.partition_of);
    std::string message = "DROP TABLE " + model::to_string(partition.name) + " locks its parent " + parent +
                          " and so all its partitions against reads and writes";
    model::Finding& finding = report.add(parent, std::move(message));
    if (fallback != nullptr || scene.settings().major < 14) {
      finding.fix.advice =
          "Run it when traffic is low, under a short lock_timeout and with retries: with a default partition "
          "there is no way around the lock.";
      return;
    }
    if (drop.objects.size() != 1) return;
    finding.fix.edits =
        replace_by_units(scene, {{"ALTER TABLE " + sql_name(partition.partition_of) + " DETACH PARTITION " +
                                  sql_name(partition.name) + " CONCURRENTLY"},
                                 {std::string(scene.text())}});
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* drop = scene.as<model::Drop>();
    if (drop == nullptr || drop->kind != model::ObjectKind::table) return;
    for (const model::ObjectName& object : drop->objects) {
      const auto* table = scene.relation(object.name);
      if (table == nullptr || table->partition_of.empty() || !scene.is_live(table->partition_of)) continue;
      judge(scene, report, *drop, *table);
    }
  }
};

}  // namespace

const Rule drop_partition_directly{
    .name = "drop-partition-directly",
    .family = 'G',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "DROP TABLE on a partition that is still attached",
    .why =
        "It takes ACCESS EXCLUSIVE on the parent, and on the default partition: every query on any "
        "partition queues behind it.",
    .advice = "ALTER TABLE parent DETACH PARTITION p CONCURRENTLY; then DROP TABLE p.",
    .statement = DropPartitionDirectly::statement};

}  // namespace dunlin::lint::rules
