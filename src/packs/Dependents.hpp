#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::packs {

/// The statements that drop what an error of SQLSTATE 2BP01 names in its detail: "view v depends on table t".
/// The objects are found by pg_describe_object(), which the server makes these lines with. What isn't found
/// so has no statement. Without CASCADE: what depends on these in turn is to be named before it goes. For
/// transactions that are rolled back.
std::vector<std::string> drops_of_dependents(postgres::Connection& connection,
                                             const std::vector<std::string>& lines);

}  // namespace dunlin::packs
