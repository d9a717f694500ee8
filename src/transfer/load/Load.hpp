#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "migrate/SpreadStep.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/RowSum.hpp"
#include "transfer/load/CopyChunk.hpp"
#include "transfer/load/LoadSession.hpp"

namespace dunlin::transfer {

/// What is to be loaded, and where. The tables exist in the session's schema; those of an interrupted load
/// hold what `recorded` says.
struct LoadRequest {
  std::string snapshot;
  const Mapping& mapping;
  SessionTarget session;
  int connections = 2;
  std::vector<Chunk> recorded;
  const migrate::SpreadStep* keys = nullptr;  ///< keys, indexes and the rest; nullptr: all of it is there
};

/// How far a load has come.
struct LoadState {
  std::deque<TableProgress> tables;  ///< as Mapping::tables
  std::atomic<int> chunks_left = 0;
  std::atomic<int> units_left = 0;
  std::atomic<int> checks_left = 0;  ///< parts of tables to be read back
};

/// Called about ten times a second by the thread that called load().
using LoadObserver = std::function<void(const LoadState&)>;

/// One table as it was sent and as it was read back.
struct LoadedTable {
  RowSum source;
  RowSum target;
  std::int64_t rejected = 0;
  std::int64_t changed = 0;
};

/// Copies what isn't recorded yet, builds the keys and indexes of each table as soon as it is complete, reads
/// every table back, all at once on several sessions. Ends with every table loaded and read, whether they are
/// equal or not; throws what the first worker threw, with everything that committed recorded. Returns the
/// tables in the mapping's order.
std::vector<LoadedTable> load(const LoadRequest& request, const LoadObserver& observer);

}  // namespace dunlin::transfer
