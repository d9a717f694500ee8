#pragma once

#include <atomic>
#include <cstdint>

#include "transfer/Ledger.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/load/TaskGraph.hpp"

namespace dunlin::transfer {

/// How far a table has come; counted by the threads that copy it, read by whoever shows it.
struct TableProgress {
  std::atomic<std::int64_t> rows = 0;
  std::atomic<std::int64_t> bytes = 0;
};

/// Where chunks go.
struct ChunkTarget {
  std::int64_t transfer = 0;
  std::string schema;
};

/// Copies one chunk and records it, in one transaction: either both are there afterwards or neither. Returns
/// what was recorded. Throws an Error for a value that the plan hasn't foreseen, SqlError for what the server
/// says.
Chunk copy_chunk(Worker& worker, const TableMapping& table, const Chunk& chunk, const ChunkTarget& target,
                 TableProgress& progress);

}  // namespace dunlin::transfer
