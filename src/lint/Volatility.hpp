#pragma once

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// True for an expression that PostgreSQL evaluates anew for each row, so that as the default of a new column
/// it rewrites the table (docs, 38.7): it calls a function of the catalog that is VOLATILE, or one of
/// PostgreSQL's and its extensions' own that is.
bool is_volatile(const model::Catalog& catalog, const model::Expression& expression);

}  // namespace dunlin::lint
