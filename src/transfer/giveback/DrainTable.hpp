#pragma once

#include <cstdint>
#include <string>

#include "postgres/Connection.hpp"
#include "sqlite/Database.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Rows of the shadow that went and came.
struct DrainedRows {
  std::int64_t deleted = 0, inserted = 0;
  DrainedRows& operator+=(const DrainedRows& other);
  friend bool operator==(const DrainedRows&, const DrainedRows&) = default;
};

/// Brings one table of the shadow to the state that the target's transaction sees: for each key that entries
/// of the outbox name the row as it is now, or none (values that nobody changed as the file had them); rows
/// of a table without a key one by one in their order. `entries` is a condition over dunlin.transfer_outbox.
DrainedRows drain_table(postgres::Connection& connection, const Mapping& mapping, const TableMapping& table,
                        const std::string& entries, sqlite::Database& shadow);

}  // namespace dunlin::transfer
