#pragma once

#include <string>

#include "lint/replay/Site.hpp"

namespace dunlin::lint {

void create_index(Site& site, const model::CreateIndex& index);

/// The name that PostgreSQL would choose for the index if it were made without one on `table` (qualified).
std::string index_name(const model::Catalog& catalog, const model::CreateIndex& index,
                       const model::QualifiedName& table);

/// Adds a PRIMARY KEY, UNIQUE or EXCLUDE constraint with its index, or takes the index of USING INDEX over.
void add_index_constraint(Site& site, model::CatalogRelation& relation, const model::Constraint& written,
                          model::CatalogConstraint made, bool only);

/// Drops an index and those of partitions that are attached to it; their constraints too.
void drop_index(Site& site, const model::QualifiedName& name);

/// ALTER INDEX parent ATTACH PARTITION index.
void attach_index(Site& site, const model::QualifiedName& parent, const model::QualifiedName& index);

/// Gives a partition the indexes of its parent: those that it has already are attached, the others made.
void inherit_indexes(Site& site, const model::CatalogRelation& parent, model::CatalogRelation& partition);

/// CREATE TABLE (LIKE source INCLUDING INDEXES).
void copy_indexes(Site& site, const model::CatalogRelation& source, model::CatalogRelation& table);

}  // namespace dunlin::lint
