#pragma once

#include <set>
#include <string>

#include "postgres/Connection.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Sets the sequences of the keys of these tables (names in the source) behind the largest key and behind
/// what AUTOINCREMENT has given out already, so that no number comes twice.
void set_sequences(postgres::Connection& connection, const Mapping& mapping, const sqlite::Schema& schema,
                   const std::set<std::string>& tables);

}  // namespace dunlin::transfer
