#pragma once

#include "postgres/Connection.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Makes every later write to the mapped tables an error that says where the data is: triggers, which a
/// session's settings can't go round as they can default_transaction_read_only.
void close_tables(postgres::Connection& connection, const Mapping& mapping);
void open_tables(postgres::Connection& connection, const Mapping& mapping);

}  // namespace dunlin::transfer
