#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Which columns keep writes on PostgreSQL from being brought back, a line each; known before the switch.
/// Pure.
std::vector<std::string> columns_against_return(const Mapping& mapping, const sqlite::Schema& schema);

/// Why the writes since the switch can't be brought back to SQLite, a line each: columns whose values don't
/// turn back into the same bytes (in a primary key, or in a table without one: elsewhere the bytes of values
/// that nobody changed are taken from the file), columns that weren't transferred, DDL on the target since
/// the switch. Empty when they can.
std::vector<std::string> reasons_against_return(postgres::Connection& connection, const TransferRow& row,
                                                const Mapping& mapping, const sqlite::Schema& schema);

/// The target's tables, or the triggers of the outbox, aren't as they were at the switch.
bool is_altered(postgres::Connection& connection, const TransferRow& row, const Mapping& mapping);
/// How, as far as it can be told.
std::string describe_alteration(postgres::Connection& connection, const Mapping& mapping);

}  // namespace dunlin::transfer
