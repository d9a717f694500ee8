#pragma once

#include <string>

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// The publication that sends the table's changes, "" for none that is known.
std::string publication_of(const model::Catalog& catalog, const model::QualifiedName& table);

/// UPDATE and DELETE can be replicated: a primary key, or another replica identity.
bool has_replica_identity(const model::CatalogRelation& table);

}  // namespace dunlin::lint
