#pragma once

#include <string>
#include <vector>

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// A lookup by equality of all these columns can use the index: they are its first ones, in any order, and it
/// is a valid btree over all rows.
bool serves_lookup(const model::CatalogIndex& index, const std::vector<std::string>& columns);
/// True when one of the table's indexes does.
bool has_lookup_index(const model::Catalog& catalog, const model::QualifiedName& table,
                      const std::vector<std::string>& columns);

/// Both hold the same columns in the same order, for the same rows.
bool same_index(const model::CatalogIndex& a, const model::CatalogIndex& b);
/// What queries use `narrow` for, `wide` does as well: its columns are the first ones of `wide`, and it
/// guards nothing.
bool is_prefix_of(const model::CatalogIndex& narrow, const model::CatalogIndex& wide);

}  // namespace dunlin::lint
