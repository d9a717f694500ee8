#pragma once

#include "sqlite/Schema.hpp"

namespace dunlin::sqlite {

/// Adds what only the texts of a table and its indexes know: checks, names of constraints, which keys are
/// deferred, expressions of generated columns and of indexes. Pure.
void fill_from_text(Table& table);

}  // namespace dunlin::sqlite
