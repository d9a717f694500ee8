#pragma once

#include <map>
#include <vector>

#include "rehearse/TableShape.hpp"

namespace dunlin::rehearse {

/// What the key columns of each leaf partition of a table may hold, from the bounds of the leaf and of the
/// partitions around it; empty for a table that isn't partitioned. `places`: columns by attnum.
std::vector<PartitionShape> read_partitions(postgres::Connection& connection, Oid table,
                                            const std::map<Oid, std::size_t>& places);

}  // namespace dunlin::rehearse
