#pragma once

#include <vector>

#include "checks/Check.hpp"
#include "model/Catalog.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::checks {

/// Columns whose type isn't the one that files declared for it last: the server says what the declared type
/// is, with its size, and the two are compared as it stores them (atttypid, atttypmod). Nothing for those
/// that have it, and for types that the server doesn't find under their name.
std::vector<Check> check_column_types(postgres::Connection& connection, const model::Catalog& promised);

}  // namespace dunlin::checks
