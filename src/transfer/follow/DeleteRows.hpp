#pragma once

#include <string>

#include "postgres/Connection.hpp"
#include "transfer/follow/FollowedTable.hpp"

namespace dunlin::transfer {

/// Deletes the rows whose keys are in the table `gone`. Returns how many there were.
std::int64_t delete_by_key(postgres::Connection& connection, const FollowedTable& target,
                           const std::string& gone);

/// Deletes as many rows as `gone` has of each, bit for bit, of a table without a key: has the server look for
/// rows that are alike (without an index it reads the whole table), and compares the images of those, so that
/// types without equality (json) and -0.0 are told apart.
std::int64_t delete_equal_rows(postgres::Connection& connection, const FollowedTable& target,
                               const std::string& gone);

}  // namespace dunlin::transfer
