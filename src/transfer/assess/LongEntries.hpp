#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"
#include "transfer/schema/TargetSchema.hpp"

namespace dunlin::transfer {

/// Settles the problems "index-entry-too-long": whether PostgreSQL can compress an entry enough is known to
/// PostgreSQL only, so each is put into such an index of a temporary table, which is rolled back. Where all
/// fit the problem goes. Otherwise it is refused, with the rows that don't fit; an index that isn't unique is
/// left out instead (in the mapping's `left_out`).
void settle_long_entries(postgres::Connection& connection, const std::string& snapshot,
                         const sqlite::Schema& schema, const TargetSchema& target, Mapping& mapping,
                         std::vector<Problem>& problems);

}  // namespace dunlin::transfer
