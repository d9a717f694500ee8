#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/pages/SnapshotDiff.hpp"
#include "transfer/RowSum.hpp"
#include "transfer/follow/FollowedTable.hpp"

namespace dunlin::transfer {

/// Rows of one table in a temporary table of the session, until the transaction ends.
struct StagedRows {
  std::string name;  ///< of the temporary table, quoted
  RowSum sum;        ///< of their images
  std::int64_t rejected = 0;
  std::vector<std::string>
      misfits;  ///< what didn't fit and was left out or changed by policy, a line of JSON each
};

/// Encodes rows of a private copy and copies them into a temporary table `name` with the columns of `target`.
/// Rows that `reject` leaves out aren't in it. Throws a findings Error for a value that its column refuses.
StagedRows stage_rows(postgres::Connection& connection, sqlite::Database& copy, const FollowedTable& target,
                      const sqlite::RowPlaces& places, const std::string& name);

}  // namespace dunlin::transfer
