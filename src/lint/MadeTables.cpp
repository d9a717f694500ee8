#include "lint/MadeTables.hpp"

namespace dunlin::lint {
namespace {

bool has_own_rows(const model::CatalogRelation& relation) {
  const bool table =
      relation.kind == model::RelationKind::table || relation.kind == model::RelationKind::partitioned_table;
  return table && relation.persistence != model::Persistence::temporary && relation.partition_of.empty();
}

}  // namespace

std::vector<const model::CatalogRelation*> tables_made_by(const Scene& scene) {
  std::vector<const model::CatalogRelation*> found;
  for (const auto& [name, relation] : scene.catalog().relations)
    if (has_own_rows(relation) && scene.made_in_file(relation.origin)) found.push_back(&relation);
  return found;
}

std::vector<const model::CatalogRelation*> tables_of_database(const Scene& scene) {
  std::vector<const model::CatalogRelation*> found;
  if (!scene.settings().live) return found;
  for (const auto& [name, relation] : scene.catalog().relations)
    if (has_own_rows(relation) && relation.origin.in_database() && relation.extension.empty())
      found.push_back(&relation);
  return found;
}

}  // namespace dunlin::lint
