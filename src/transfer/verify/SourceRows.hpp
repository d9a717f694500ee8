#pragma once

#include <functional>
#include <string_view>

#include "sqlite/Database.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Reads the rows of a chunk from a private copy and hands over the binary COPY image of each that is stored.
/// Rejected rows are left out, and counted with the values that a policy changed in the chunk that is
/// returned, which also has the sum.
Chunk read_source(sqlite::Database& snapshot, const TableMapping& table, Chunk chunk,
                  const std::function<void(std::string_view)>& take);

}  // namespace dunlin::transfer
