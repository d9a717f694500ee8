#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Why the writes since the switch can't be brought back to SQLite, a line each: columns whose values don't
/// turn back into the same bytes (in a primary key, or in a table without one: elsewhere the bytes of values
/// that nobody changed are taken from the file), columns that weren't transferred, DDL on the target since
/// the switch. Empty when they can.
std::vector<std::string> reasons_against_return(postgres::Connection& connection, const TransferRow& row,
                                                const Mapping& mapping, const sqlite::Schema& schema);

}  // namespace dunlin::transfer
