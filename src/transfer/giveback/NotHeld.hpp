#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "sqlite/Database.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// The first `limit` values of a table of PostgreSQL that the shadow can't hold as they are, as people read
/// them: "prices id=3: amount is 1.000000000000000001, and would be 1". Each row that differs is written to
/// the shadow on trial, read again and taken back; writes of an open transaction of the shadow stay.
std::vector<std::string> values_not_held(postgres::Connection& connection, const Mapping& mapping,
                                         const TableMapping& table, sqlite::Database& shadow,
                                         std::size_t limit);

}  // namespace dunlin::transfer
