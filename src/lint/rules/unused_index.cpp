#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct UnusedIndex {
  static constexpr std::int64_t k_worth_saying = std::int64_t{1} << 20;  // bytes

  // It guards nothing, nobody used it, while the table was read.
  static bool is_unused(const model::CatalogIndex& index, const model::CatalogRelation* table) {
    return index.scans == 0 && !index.unique && index.constraint.empty() && index.partition_of.empty() &&
           index.valid && index.bytes >= k_worth_saying && table != nullptr && table->statistics &&
           table->statistics->reads > 0;
  }

  static void catalog(const Scene& scene, Reporter& report) {
    for (const auto& [name, index] : scene.catalog().indexes) {
      if (!is_unused(index, scene.relation(index.table))) continue;
      model::Finding& finding = report.add_at(index.origin, model::to_string(name),
                                              "no query has used index " + model::to_string(name) +
                                                  " since the statistics were reset, and it is written with "
                                                  "every row of " +
                                                  model::to_string(index.table));
      finding.fix.advice = "DROP INDEX CONCURRENTLY " + sql_name(name) +
                           "; once pg_stat_user_indexes says the same on all replicas, over some weeks.";
    }
  }
};

}  // namespace

const Rule unused_index{
    .name = "unused-index",
    .family = 'J',
    .profile = Profile::strict,
    .severity = model::Severity::note,
    .summary = "An index that no query uses",
    .why =
        "Each INSERT and most UPDATEs write it, vacuum reads it, and it takes memory from others. Read "
        "from pg_stat_user_indexes, which counts per server: a replica may use what the primary doesn't.",
    .advice = "DROP INDEX CONCURRENTLY, once it stays unused on all replicas over some weeks.",
    .catalog = UnusedIndex::catalog};

}  // namespace dunlin::lint::rules
