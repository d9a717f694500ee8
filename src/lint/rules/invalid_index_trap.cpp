#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct InvalidIndexTrap {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* index = scene.as<model::CreateIndex>();
    if (index == nullptr || !index->concurrently || !index->if_not_exists || index->name.empty() ||
        !scene.is_live(index->table))
      return;
    const model::QualifiedName name{scene.catalog().qualified(index->table).schema, index->name};
    const model::CatalogIndex* there = scene.catalog().find_index(name);
    const bool is_invalid = there != nullptr && !there->valid;
    if (there != nullptr && !is_invalid) return;
    const bool verified =
        scene.file().migration != nullptr && !scene.file().loose && scene.settings().managed_timeouts;
    std::string message = is_invalid ? "index " + model::to_string(name) +
                                           " is there and invalid: IF NOT EXISTS sees its name only"
                                     : "IF NOT EXISTS looks at the name only: should a build of " +
                                           model::to_string(name) + " fail, it leaves an invalid index";
    message += verified ? "; dunlin looks at its validity and builds it anew, psql would skip it"
                        : ", and the next run skips the build and reports success";
    model::Finding& finding = report.add(scene.shown(index->table), std::move(message));
    if (verified) finding.severity = model::Severity::note;
    if (is_invalid && !verified) finding.severity = model::Severity::error;
    finding.fix.advice = "DROP INDEX CONCURRENTLY IF EXISTS " + sql_name(name) +
                         "; then CREATE INDEX CONCURRENTLY without IF NOT EXISTS. For an index that a "
                         "constraint owns: REINDEX INDEX CONCURRENTLY " +
                         sql_name(name) + ".";
  }
};

}  // namespace

const Rule invalid_index_trap{
    .name = "invalid-index-trap",
    .family = 'A',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "CREATE INDEX CONCURRENTLY IF NOT EXISTS, where nobody checks the index",
    .why =
        "A concurrent build that fails leaves its index behind, marked invalid. Measured: the same "
        "statement with IF NOT EXISTS then succeeds without building anything, and no query ever uses the "
        "index; a unique one guards nothing. dunlin asks pg_index after each build and doesn't fall for "
        "it, so in its migrations this is a note; other runners do.",
    .advice =
        "DROP INDEX CONCURRENTLY IF EXISTS name; then CREATE INDEX CONCURRENTLY name without IF NOT "
        "EXISTS; afterwards check pg_index.indisvalid.",
    .statement = InvalidIndexTrap::statement};

}  // namespace dunlin::lint::rules
