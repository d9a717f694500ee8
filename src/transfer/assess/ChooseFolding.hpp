#pragma once

#include <vector>

#include "model/TransferConfig.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"

namespace dunlin::transfer {

/// Gives columns of text that SQLite compares by NOCASE the type citext or an ICU collation, where the
/// configuration asks for it. Columns that refer to such a one get the same, because PostgreSQL's foreign
/// keys ask for it (PostgreSQL docs, CREATE TABLE, REFERENCES): said as a problem, for SQLite compares those
/// by their bytes. Pure.
std::vector<Problem> choose_folding(const sqlite::Schema& schema, const model::TransferConfig& config,
                                    Mapping& mapping);

}  // namespace dunlin::transfer
