#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct Cluster {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* order = scene.as<model::Maintenance>();
    if (order == nullptr || order->kind != model::MaintenanceKind::cluster) return;
    if (order->objects.empty())
      report.add("",
                 "CLUSTER without a table rewrites every table that was clustered before, each locked "
                 "against reads and writes meanwhile");
    for (const model::QualifiedName& table : order->objects) {
      if (!scene.is_live(table)) continue;
      const std::string name = scene.shown(table);
      report.add(name, "CLUSTER rewrites " + name +
                           " and its indexes, locked against reads and writes "
                           "meanwhile");
    }
  }
};

}  // namespace

const Rule cluster{
    .name = "cluster",
    .family = 'F',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "CLUSTER on a table in use",
    .why =
        "It writes the table in the index's order and all indexes anew, under ACCESS EXCLUSIVE, and needs "
        "as much free disk again. Rows that come later aren't kept in that order.",
    .advice = "pg_repack --order-by; PostgreSQL 19: REPACK (CONCURRENTLY) t USING INDEX i.",
    .statement = Cluster::statement};

}  // namespace dunlin::lint::rules
