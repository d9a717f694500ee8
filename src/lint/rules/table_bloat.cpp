#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "lint/MadeTables.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// Autovacuum begins at 20 % of the rows (autovacuum_vacuum_scale_factor): twice that is too late.
constexpr std::int64_t k_many_dead_rows = 10'000;

void check_table_bloat(const Scene& scene, Reporter& report) {
  for (const model::CatalogRelation* table : tables_of_database(scene)) {
    if (!table->statistics) continue;
    const auto& statistics = *table->statistics;
    if (statistics.dead_rows < k_many_dead_rows || statistics.dead_rows * 10 < statistics.rows * 4) continue;
    const std::string name = model::to_string(table->name);
    report.add_at(
        table->origin, name,
        fmt::format("{} has {} dead rows beside {} live ones", name, with_thousands(statistics.dead_rows),
                    with_thousands(std::max<std::int64_t>(statistics.rows, 0))));
  }
}

}  // namespace

const Rule table_bloat{
    .name = "table-bloat",
    .family = 'J',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A table has many dead rows",
    .why =
        "Dead rows are read with every scan and keep the indexes large. Where autovacuum doesn't keep up, "
        "something holds it back: an old transaction, a replication slot, or settings that begin too late "
        "for a large table.",
    .advice =
        "Look for what holds it back (pg_stat_activity.backend_xmin, pg_replication_slots), then VACUUM "
        "(ANALYZE) t; for large tables ALTER TABLE t SET (autovacuum_vacuum_scale_factor = 0.02). Space "
        "comes back only with pg_repack.",
    .catalog = check_table_bloat};

}  // namespace dunlin::lint::rules
