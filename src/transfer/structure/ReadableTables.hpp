#pragma once

#include <string>

#include "postgres/Connection.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// The part of a mapping whose tables are in `schema` with every column: the rows of the others can't be read
/// back.
Mapping readable_part(postgres::Connection& connection, const std::string& schema, const Mapping& mapping);

}  // namespace dunlin::transfer
