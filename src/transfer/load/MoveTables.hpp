#pragma once

#include <cstdint>
#include <string>

#include "transfer/Ledger.hpp"

namespace dunlin::transfer {

/// Moves everything from the staging schema into the target schema, drops the empty staging schema and writes
/// the stage, all in one transaction. It is durable when this returns. Throws SqlError; nothing is moved
/// then.
void move_tables(postgres::Connection& connection, const TransferRow& transfer);

}  // namespace dunlin::transfer
