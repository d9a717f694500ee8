#include "base/Text.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct RewriteDiskHeadroom {
  static constexpr std::int64_t k_large = std::int64_t{1} << 30;  // bytes

  static std::int64_t written(const model::TableStatistics& statistics, model::Cost cost) {
    if (cost == model::Cost::rewrite) return statistics.bytes + statistics.index_bytes;
    // An index on a few columns; how large it gets depends on them.
    return cost == model::Cost::index_build ? statistics.bytes / 4 : 0;
  }

  static void statement(const Scene& scene, Reporter& report) {
    for (const Effect& effect : scene.effects()) {
      const auto* table = scene.relation(split_shown(effect.relation));
      if (table == nullptr || !table->statistics) continue;
      const std::int64_t bytes = written(*table->statistics, effect.cost);
      if (bytes < k_large) continue;
      report.add(effect.relation,
                 "this writes about " + with_thousands(bytes >> 20) + " MB for " + effect.relation +
                     " anew, and about as much WAL, which replicas and slots have to keep up "
                     "with; the old files stay until it commits");
    }
  }
};

}  // namespace

const Rule rewrite_disk_headroom{
    .name = "rewrite-disk-headroom",
    .family = 'J',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A rewrite or index build that writes a gigabyte or more",
    .why =
        "The table exists twice until the transaction ends, and the WAL gets about as much again (measured: "
        "71 MB for 84 MB of table and indexes): a full disk stops the server, and a replica falls behind. "
        "Sizes are read from the database; without one the rule is silent.",
    .advice =
        "Look at the free disk of the server, of its WAL and of its replicas first; run it when traffic "
        "is low.",
    .statement = RewriteDiskHeadroom::statement};

}  // namespace dunlin::lint::rules
