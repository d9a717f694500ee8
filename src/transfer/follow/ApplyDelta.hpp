#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "sqlite/pages/SnapshotDiff.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// What changed in the source between two private copies of it.
struct Delta {
  const Mapping& mapping;
  const sqlite::SnapshotDiff& rows;
  std::filesystem::path before;
  std::filesystem::path after;
  std::int64_t round = 0;  ///< under which rows that don't fit are recorded
};

/// What became of one table: rows that were taken out and put in; a changed row counts in both.
struct AppliedTable {
  std::string table;
  std::int64_t deleted = 0;
  std::int64_t inserted = 0;
  std::int64_t rejected = 0;
  friend bool operator==(const AppliedTable&, const AppliedTable&) = default;
};

/// How the target's own foreign keys and triggers were kept from acting on the rows.
enum class Quiet : std::uint8_t {
  replication_role,  ///< session_replication_role = replica; foreign keys checked by anti-joins afterwards
  constraints_anew   ///< no right to that: foreign keys dropped and added (and checked), triggers disabled
};

struct AppliedDelta {
  std::vector<AppliedTable> tables;  ///< those with differences
  Quiet quiet = Quiet::replication_role;
  friend bool operator==(const AppliedDelta&, const AppliedDelta&) = default;
};

/// Brings the target from the state before to the state after: deletes all rows that went or changed, then
/// inserts those that came or changed (so that unique values may swap), reads these back by their keys and
/// compares them, and updates the sums of the ledger.
/// In the caller's transaction: on an Error nothing has happened. Throws a findings Error for a value or a
/// foreign key that doesn't fit, a refused Error when the target doesn't hold what the ledger says.
AppliedDelta apply_delta(postgres::Connection& connection, std::int64_t transfer, const Delta& delta);

}  // namespace dunlin::transfer
