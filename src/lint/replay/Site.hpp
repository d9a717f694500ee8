#pragma once

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// The catalog that a statement changes, and where the statement stands. A statement is taken to succeed:
/// what PostgreSQL would have refused (a view that still needs the table) can't be there afterwards.
struct Site {
  model::Catalog& catalog;
  const model::Origin& origin;
  model::Range statement;    ///< in its file
  bool conditional = false;  ///< it may not have run (in a DO block): what is there already stays
};

/// The relation that a statement takes for granted: the known one, or a new one of which nothing else is
/// known (the folder doesn't begin at nothing). nullptr when the name is an index's or a sequence's, or
/// `if_exists` says that it needn't be there.
model::CatalogRelation* relation_for(Site& site, const model::QualifiedName& name, bool if_exists = false);

/// What is there already is there for sure once a statement asks for it that has run for sure.
inline void confirm(const Site& site, model::Origin& origin) {
  if (site.origin.condition.empty()) origin.condition.clear();
}

/// What is renamed has its new name only if the statement has run.
inline void depend(const Site& site, model::Origin& origin) {
  if (!site.origin.condition.empty()) origin.condition = site.origin.condition;
}

/// The origin of what replaces something: if the statement hasn't run, that is there.
inline model::Origin replacing(const Site& site, const model::Origin& replaced) {
  model::Origin origin = site.origin;
  if (replaced.condition.empty()) origin.condition.clear();
  return origin;
}

/// A column of it likewise; nullptr when all its columns are known and this isn't one.
model::CatalogColumn* column_for(model::CatalogRelation& relation, const std::string& name);

/// Names of the objects that a lookup in the catalog returned, for changing or dropping them one by one.
template <typename Object>
std::vector<model::QualifiedName> names_of(const std::vector<const Object*>& objects) {
  std::vector<model::QualifiedName> names;
  names.reserve(objects.size());
  for (const Object* object : objects) names.push_back(object->name);
  return names;
}

}  // namespace dunlin::lint
