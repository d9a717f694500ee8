#pragma once

#include <chrono>

#include "postgres/Connection.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Keeps everybody from writing to the mapped tables until the caller's transaction ends; readers go on.
/// Throws a lock_timeout Error when a writer's transaction doesn't end within `wait`.
void lock_writers_out(postgres::Connection& connection, const Mapping& mapping,
                      std::chrono::milliseconds wait);

/// Makes every later write to the mapped tables an error that says where the data is: triggers, which a
/// session's settings can't go round as they can default_transaction_read_only.
void close_tables(postgres::Connection& connection, const Mapping& mapping);
void open_tables(postgres::Connection& connection, const Mapping& mapping);

}  // namespace dunlin::transfer
