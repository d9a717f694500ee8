#pragma once

#include <string>
#include <vector>

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// What the columns of an index contribute to the name that PostgreSQL chooses for it: their names; of an
/// expression the function's, the column's of a cast, or "expr" (FigureIndexColname in parse_target.c). One
/// that comes again gets a number: expr, expr1, ... (ChooseIndexColumnNames in indexcmds.c).
std::vector<std::string> index_name_parts(const model::CatalogIndex& index);

}  // namespace dunlin::lint
