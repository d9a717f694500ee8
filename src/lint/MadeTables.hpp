#pragma once

#include <vector>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// Tables with rows of their own that the file made and that are still there at its end, in order of name:
/// not temporary ones, partitions and foreign tables.
std::vector<const model::CatalogRelation*> tables_made_by(const Scene& scene);

/// The same of a database whose catalog was read, without what belongs to extensions.
std::vector<const model::CatalogRelation*> tables_of_database(const Scene& scene);

}  // namespace dunlin::lint
