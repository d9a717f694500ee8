#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// What the shadow got.
struct Drained {
  std::int64_t entries = 0;  ///< of the outbox
  std::int64_t deleted = 0, inserted = 0;
  std::vector<std::string> stale;  ///< virtual tables that hold what they held at the switch
  friend bool operator==(const Drained&, const Drained&) = default;
};

/// Brings a copy of the last snapshot to the state of the target: for each key in the outbox the row as it is
/// now, or none (values that nobody changed as the file had them); rows of tables without a key one by one in
/// their order. Nobody may write to the target's
/// tables meanwhile. In one transaction of the shadow. Of the
/// application's own triggers there only those fire that feed its full text tables and other virtual ones.
Drained drain_outbox(postgres::Connection& connection, const Mapping& mapping, const sqlite::Schema& schema,
                     sqlite::Database& shadow);

}  // namespace dunlin::transfer
