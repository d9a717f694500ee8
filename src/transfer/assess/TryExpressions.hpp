#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"
#include "transfer/schema/TargetSchema.hpp"

namespace dunlin::transfer {

/// Has PostgreSQL compute what was translated, from the rows of a private copy: generated columns, CHECKs
/// that call something or compare folded letters, indexes of expressions. What gives another value than
/// SQLite, isn't true or fails is noted in the mapping's `left_out`, and returned as a problem each. So are
/// keys whose values may be equal there though they differ in SQLite (TriedKey): one of plain columns is
/// refused. The rows go into a temporary table, some at a time, in a transaction that is rolled back; only
/// the columns that are needed.
std::vector<Problem> try_expressions(postgres::Connection& connection, const std::string& snapshot,
                                     const sqlite::Schema& schema, const TargetSchema& target,
                                     Mapping& mapping);

}  // namespace dunlin::transfer
