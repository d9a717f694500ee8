#pragma once

#include <vector>

#include "checks/Check.hpp"
#include "checks/GrantPromises.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::checks {

/// Asks the database about each: does the role have the privilege, by whatever way; of a function also
/// whether it reaches the function's schema. Roles that aren't there fail.
std::vector<Check> check_grants(postgres::Connection& connection, const std::vector<GrantPromise>& promises);

}  // namespace dunlin::checks
