#pragma once

#include "lint/replay/Effect.hpp"

namespace dunlin::lint {

/// Gives a partition what its parent has: checks, indexes, foreign keys.
void become_partition(Effect& effect, const model::CatalogRelation& parent,
                      model::CatalogRelation& partition);

void attach_partition(Effect& effect, model::CatalogRelation& parent, const model::AlterAction& action);
void detach_partition(Effect& effect, model::CatalogRelation& parent, const model::AlterAction& action);

/// ALTER TABLE child INHERIT, NO INHERIT parent.
void inherit(Effect& effect, model::CatalogRelation& child, const model::QualifiedName& parent);
void no_inherit(Effect& effect, model::CatalogRelation& child, const model::QualifiedName& parent);

}  // namespace dunlin::lint
