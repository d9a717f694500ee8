#pragma once

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

/// Gives a partition what its parent has: checks, indexes, foreign keys.
void become_partition(Site& site, const model::CatalogRelation& parent, model::CatalogRelation& partition);

void attach_partition(Site& site, model::CatalogRelation& parent, const model::AlterAction& action);
void detach_partition(Site& site, model::CatalogRelation& parent, const model::AlterAction& action);

/// True when `relation` is `ancestor` or inherits from it: it can't become its parent.
bool descends_from(const model::Catalog& catalog, const model::QualifiedName& relation,
                   const model::QualifiedName& ancestor);

/// ALTER TABLE child INHERIT, NO INHERIT parent.
void inherit(Site& site, model::CatalogRelation& child, const model::QualifiedName& parent);
void no_inherit(Site& site, model::CatalogRelation& child, const model::QualifiedName& parent);

}  // namespace dunlin::lint
