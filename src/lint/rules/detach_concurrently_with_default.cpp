#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DetachConcurrentlyWithDefault {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr) return;
    for (const model::AlterAction& action : alter->actions) {
      if (action.kind != model::AlterKind::detach_partition || !action.concurrently) continue;
      const auto* parent = scene.relation(alter->name);
      const auto* fallback = parent == nullptr ? nullptr : scene.catalog().default_partition_of(parent->name);
      if (fallback == nullptr) continue;
      const std::string name = scene.shown(alter->name);
      report.add(name,
                 "DETACH PARTITION CONCURRENTLY fails with error 55000: " + name +
                     " has the default partition " + model::to_string(fallback->name),
                 action.range);
    }
  }
};

}  // namespace

const Rule detach_concurrently_with_default{
    .name = "detach-concurrently-with-default",
    .family = 'G',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "DETACH PARTITION CONCURRENTLY on a table with a default partition",
    .why =
        "PostgreSQL refuses it with error 55000 (measured on 14 to 18), for the default partition itself "
        "too, and the deploy stops.",
    .advice =
        "Plain DETACH PARTITION under a short lock_timeout: it is quick and reads no rows; or empty the "
        "default partition and detach that one first.",
    .statement = DetachConcurrentlyWithDefault::statement};

}  // namespace dunlin::lint::rules
