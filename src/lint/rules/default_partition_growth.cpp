#include "base/Text.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DefaultPartitionGrowth {
  static void catalog(const Scene& scene, Reporter& report) {
    for (const auto& [name, table] : scene.catalog().relations) {
      if (!table.bound.is_default || table.partition_of.empty() || !table.statistics) continue;
      if (table.statistics->rows <= 0) continue;
      report.add_at(table.origin, model::to_string(name),
                    "the default partition " + model::to_string(name) + " of " +
                        model::to_string(table.partition_of) + " holds about " +
                        with_thousands(table.statistics->rows) +
                        " rows: each new partition has to read them all, and can't take those of its range");
    }
  }
};

}  // namespace

const Rule default_partition_growth{
    .name = "default-partition-growth",
    .family = 'J',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A default partition that fills up",
    .why =
        "A row in the default partition forbids a partition for its range (error 23514) until it is moved, "
        "and ATTACH reads the whole default partition under ACCESS EXCLUSIVE.",
    .advice =
        "Make partitions ahead of time; move the rows: detach the default partition, attach the missing "
        "ones, insert its rows into the parent in batches.",
    .catalog = DefaultPartitionGrowth::catalog};

}  // namespace dunlin::lint::rules
