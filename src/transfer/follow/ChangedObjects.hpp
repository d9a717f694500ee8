#pragma once

#include <string>
#include <vector>

#include "sqlite/Schema.hpp"

namespace dunlin::transfer {

/// Indexes, triggers and views that came, went or changed in the source, a line each: rows are followed, and
/// these aren't. Indexes of constraints are part of their tables. Pure.
std::vector<std::string> changed_objects(const sqlite::Schema& before, const sqlite::Schema& after);

}  // namespace dunlin::transfer
