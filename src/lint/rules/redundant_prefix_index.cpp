#include <set>

#include "lint/IndexCover.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct RedundantPrefixIndex {
  static void pair(Reporter& report, const model::CatalogIndex& narrow, const model::CatalogIndex& wide,
                   const model::Origin& place) {
    if (!is_prefix_of(narrow, wide) || !narrow.partition_of.empty()) return;
    model::Finding& finding =
        report.add_at(place, model::to_string(narrow.table),
                      "index " + model::to_string(narrow.name) + " is the beginning of " +
                          model::to_string(wide.name) + ", which serves the same queries");
    finding.fix.advice = "DROP INDEX CONCURRENTLY " + sql_name(narrow.name) +
                         "; unless it is much smaller and queries on its columns alone are frequent.";
  }

  static void file(const Scene& scene, Reporter& report) {
    std::set<model::QualifiedName> tables;
    for (const JudgedStatement& statement : scene.statements())
      if (const auto* index = std::get_if<model::CreateIndex>(&statement.command))
        tables.insert(scene.catalog().qualified(index->table));
    for (const model::QualifiedName& table : tables)
      for (const auto* narrow : scene.catalog().indexes_of(table))
        for (const auto* wide : scene.catalog().indexes_of(table)) {
          const bool narrow_is_new = scene.made_in_file(narrow->origin);
          if (narrow_is_new || scene.made_in_file(wide->origin))
            pair(report, *narrow, *wide, narrow_is_new ? narrow->origin : wide->origin);
        }
  }

  static void catalog(const Scene& scene, Reporter& report) {
    if (!scene.settings().live) return;
    for (const auto& [name, relation] : scene.catalog().relations)
      for (const auto* narrow : scene.catalog().indexes_of(name))
        for (const auto* wide : scene.catalog().indexes_of(name))
          if (narrow->origin.in_database() && wide->origin.in_database())
            pair(report, *narrow, *wide, narrow->origin);
  }
};

}  // namespace

const Rule redundant_prefix_index{
    .name = "redundant-prefix-index",
    .family = 'A',
    .profile = Profile::strict,
    .severity = model::Severity::note,
    .summary = "An index whose columns are the first ones of another",
    .why =
        "A btree on (a, b) answers what one on (a) answers; the narrow one is written at each INSERT all "
        "the same.",
    .advice = "DROP INDEX CONCURRENTLY the narrow one, when it guards no uniqueness.",
    .file = RedundantPrefixIndex::file,
    .catalog = RedundantPrefixIndex::catalog};

}  // namespace dunlin::lint::rules
