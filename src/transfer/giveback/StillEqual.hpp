#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "transfer/Mapping.hpp"
#include "transfer/load/LoadSession.hpp"

namespace dunlin::transfer {

/// An instant at which every row of a shadow and of the target was compared and found equal.
struct EqualInstant {
  std::string snapshot;            ///< pg_current_snapshot() of the target
  std::vector<std::int64_t> rows;  ///< of each table, as Mapping::tables
};

/// What is asked later, while nobody writes to the target.
struct StillEqualRequest {
  const Mapping& mapping;
  std::string shadow;  ///< its file, brought to the target's state since
  SessionTarget session;
  int connections = 2;
  const EqualInstant& since;
  std::vector<std::int64_t> rows;  ///< that each table of the shadow has now
};

/// The tables (their places in the mapping) of which it isn't shown that both sides are still equal. Shown is
/// it like this: each row of the target that a transaction wrote which wasn't over at that instant is found
/// in the shadow by its key and makes the same sum, and both sides have as many rows. Every row's xmin is
/// looked at by the server, so writes that went past triggers are found too; only those rows are sent. Of a
/// table without a key that was written, or that isn't an ordinary one, nothing is shown.
std::vector<std::size_t> tables_not_shown_equal(const StillEqualRequest& request);

}  // namespace dunlin::transfer
