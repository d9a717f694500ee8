#include <set>

#include "lint/IndexCover.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct DuplicateIndex {
  // The one of the two that guards nothing more than the other; nullptr when neither may go.
  static const model::CatalogIndex* needless(const model::CatalogIndex& later,
                                             const model::CatalogIndex& earlier) {
    if (later.constraint.empty() && (!later.unique || earlier.unique)) return &later;
    if (earlier.constraint.empty() && !earlier.unique) return &earlier;
    return nullptr;
  }

  static void pair(Reporter& report, const model::CatalogIndex& later, const model::CatalogIndex& earlier) {
    if (!same_index(later, earlier) || !later.partition_of.empty() || !earlier.partition_of.empty()) return;
    const model::CatalogIndex* drop = needless(later, earlier);
    if (drop == nullptr) return;
    const model::CatalogIndex& keep = drop == &later ? earlier : later;
    model::Finding& finding = report.add_at(later.origin, model::to_string(later.table),
                                            "index " + model::to_string(drop->name) + " holds the same as " +
                                                model::to_string(keep.name) + ": each write to " +
                                                model::to_string(later.table) + " pays for both");
    finding.fix.advice = "DROP INDEX CONCURRENTLY " + sql_name(drop->name) + "; or leave it out.";
  }

  // Indexes made in this file that are still there at its end, against all others of their tables.
  static void file(const Scene& scene, Reporter& report) {
    std::set<model::QualifiedName> tables;
    for (const JudgedStatement& statement : scene.statements())
      if (const auto* index = std::get_if<model::CreateIndex>(&statement.command))
        tables.insert(scene.catalog().qualified(index->table));
    for (const model::QualifiedName& table : tables) {
      const auto indexes = scene.catalog().indexes_of(table);
      for (const auto* later : indexes)
        for (const auto* earlier : indexes)
          if (scene.made_in_file(later->origin) && is_later(scene, *later, *earlier))
            pair(report, *later, *earlier);
    }
  }

  static bool is_later(const Scene& scene, const model::CatalogIndex& a, const model::CatalogIndex& b) {
    if (!scene.made_in_file(b.origin)) return true;
    return a.origin.line != b.origin.line ? a.origin.line > b.origin.line : a.name > b.name;
  }

  static void catalog(const Scene& scene, Reporter& report) {
    if (!scene.settings().live) return;
    for (const auto& [name, relation] : scene.catalog().relations) {
      const auto indexes = scene.catalog().indexes_of(name);
      for (std::size_t i = 0; i < indexes.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
          if (indexes[i]->origin.in_database() && indexes[j]->origin.in_database())
            pair(report, *indexes[i], *indexes[j]);
    }
  }
};

}  // namespace

const Rule duplicate_index{
    .name = "duplicate-index",
    .family = 'A',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "Two indexes on the same columns",
    .why =
        "The second index serves no query that the first one doesn't, but every INSERT and most UPDATEs "
        "write both, and both take memory and disk.",
    .advice = "DROP INDEX CONCURRENTLY the one that no constraint owns.",
    .file = DuplicateIndex::file,
    .catalog = DuplicateIndex::catalog};

}  // namespace dunlin::lint::rules
