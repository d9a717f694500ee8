#pragma once

#include <cstdint>
#include <vector>

#include "sqlite/Database.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// A chunk to be copied: which rows of which table, and about how many.
struct PlannedChunk {
  std::size_t table = 0;  ///< index in Mapping::tables
  Chunk chunk;            ///< without its sum
  std::int64_t rows = 0;
  std::int64_t bytes = 0;
  friend bool operator==(const PlannedChunk&, const PlannedChunk&) = default;
};

/// How large a chunk may become: what is lost when it fails, and what is done anew after a crash.
struct ChunkSize {
  std::int64_t rows = 250'000;
  std::int64_t bytes = 64 << 20;
};

/// Cuts the tables of a private copy into chunks: tables that have a rowid into ranges of it. The same file
/// and mapping give the same chunks. Tables without rows have none.
std::vector<PlannedChunk> plan_chunks(sqlite::Database& snapshot, const Mapping& mapping,
                                      const ChunkSize& size = {});

/// Those that aren't recorded. Throws a refused Error when what is recorded was cut in another way.
std::vector<PlannedChunk> without_recorded(std::vector<PlannedChunk> planned,
                                           const std::vector<Chunk>& recorded);

/// SELECT of a chunk's rows: the mapping's columns, then the rowid where only that tells rows apart. For a
/// range ?1 and ?2 are its bounds.
std::string select_chunk(const TableMapping& table, const Chunk& chunk);

}  // namespace dunlin::transfer
