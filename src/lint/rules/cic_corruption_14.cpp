#include <fmt/format.h>

#include "lint/rules/Rules.hpp"
#include "sql/Split.hpp"

namespace dunlin::lint::rules {
namespace {

struct CicCorruption14 {
  static bool builds_concurrently(const Scene& scene) {
    if (const auto* index = scene.as<model::CreateIndex>()) return index->concurrently;
    const auto* reindex = scene.as<model::Maintenance>();
    return reindex != nullptr && reindex->kind == model::MaintenanceKind::reindex && reindex->concurrently;
  }

  // 140000 is also what "some 14" looks like, unless a server has said so.
  static bool is_affected(const Scene& scene) {
    const int version = scene.catalog().server_version;
    return version <= 140003 && (version > 140000 || (version == 140000 && scene.settings().live));
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (!builds_concurrently(scene) || !is_affected(scene)) return;
    report.add("", fmt::format("PostgreSQL 14.{} can write a corrupt index when it is built concurrently",
                               scene.catalog().server_version % 10000));
  }
};

}  // namespace

const Rule cic_corruption_14{
    .name = "cic-corruption-14",
    .family = 'A',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A concurrent index build on PostgreSQL 14.0 to 14.3",
    .why =
        "In these versions CREATE INDEX CONCURRENTLY and REINDEX CONCURRENTLY could miss rows that were "
        "updated meanwhile (release notes of 14.4): queries through the index silently lose rows.",
    .advice =
        "Upgrade the server to 14.4 or later first, and rebuild indexes that were built concurrently "
        "before; pg_amcheck --heapallindexed finds damaged ones.",
    .statement = CicCorruption14::statement};

}  // namespace dunlin::lint::rules
