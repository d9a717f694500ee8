#pragma once

#include <string>
#include <vector>

#include "model/TransferConfig.hpp"
#include "postgres/Connection.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"

namespace dunlin::transfer {

/// Reads what the catalog has in `schema` (staging or target) and holds it against what the mapping promises:
/// columns with their types and NOT NULL, keys, unique, checks and foreign keys (validated), indexes (valid),
/// generated columns, identity with a sequence that is not behind the data. Each difference is a `refused`
/// Problem; tables that the source does not have are notes. What make_scripts() leaves out with a Problem
/// isn't asked for here.
std::vector<Problem> check_structure(postgres::Connection& connection, const std::string& schema,
                                     const sqlite::Schema& source, const Mapping& mapping,
                                     const model::TransferConfig& config);

}  // namespace dunlin::transfer
