#include "lint/replay/Site.hpp"

namespace dunlin::lint {

model::CatalogRelation* relation_for(Site& site, const model::QualifiedName& name, bool if_exists) {
  model::Catalog& catalog = site.catalog;
  if (model::CatalogRelation* known = catalog.find_relation(name)) return known;
  if (if_exists || catalog.find_sequence(name) != nullptr || catalog.find_index(name) != nullptr)
    return nullptr;
  catalog.complete = false;
  model::CatalogRelation unknown;
  unknown.name = catalog.created(name);
  unknown.complete = false;
  return &catalog.add(std::move(unknown));
}

model::CatalogColumn* column_for(model::CatalogRelation& relation, const std::string& name) {
  model::CatalogColumn* known = relation.find_column(name);
  if (known != nullptr || relation.complete) return known;
  model::CatalogColumn unknown;
  unknown.name = name;
  return &relation.columns.emplace_back(std::move(unknown));
}

}  // namespace dunlin::lint
