#pragma once

#include <string>
#include <vector>

#include "sqlite/Database.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/verify/ReadBack.hpp"

namespace dunlin::transfer {

/// A row that isn't the same on both sides, as people read it.
struct RowDifference {
  std::string key;     ///< "id=17"; "" where nothing tells rows apart
  std::string column;  ///< "" when the whole row is missing or too many
  std::string source;  ///< the value there; "" when the row isn't there
  std::string target;
  friend bool operator==(const RowDifference&, const RowDifference&) = default;
};

/// Reads the rows of a chunk (or of a whole table) on both sides again, finds those that aren't on both as
/// often, and shows the first `limit` differences. Needs 40 bytes a row, at most 160 MB: larger tables are
/// read several times.
std::vector<RowDifference> find_differences(sqlite::Database& snapshot, postgres::Connection& connection,
                                            const TargetRows& table, const Chunk& chunk, std::size_t limit);

}  // namespace dunlin::transfer
