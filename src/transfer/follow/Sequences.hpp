#pragma once

#include "postgres/Connection.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Sets the sequences of the target's keys behind the largest key and behind what AUTOINCREMENT has given out
/// already, so that no number comes twice.
void set_sequences(postgres::Connection& connection, const Mapping& mapping, const sqlite::Schema& schema);

}  // namespace dunlin::transfer
