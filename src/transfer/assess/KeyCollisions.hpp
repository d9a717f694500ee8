#pragma once

#include <string>
#include <vector>

#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"

namespace dunlin::transfer {

/// Rows whose keys are different in SQLite and would be the same in PostgreSQL: two spellings of one UUID or
/// of one moment. Only unique keys with a column whose values don't come back as the same bytes are looked
/// at; that takes 16 bytes of memory a row and more, so tables beyond 20 million rows are said not to be
/// tried.
std::vector<Problem> key_collisions(const std::string& snapshot, const sqlite::Schema& schema,
                                    const Mapping& mapping);

}  // namespace dunlin::transfer
