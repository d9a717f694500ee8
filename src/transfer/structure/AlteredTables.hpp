#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// How the tables of the target differ from the mapping, as people read it: "table visits isn't there",
/// "people.age is new", "prices.rate is text instead of numeric". Generated columns, constraints and the
/// order of columns don't count.
std::vector<std::string> altered_tables(postgres::Connection& connection, const Mapping& mapping);

}  // namespace dunlin::transfer
