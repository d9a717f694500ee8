#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::encrypt {

/// Functions, views, policies and remembered statements (pg_stat_statements) that compare with one entry of a
/// blind index: while an index key is rotated they would miss what still is under the old one. At most ten.
std::vector<std::string> find_single_lookups(postgres::Connection& connection);

/// Throws a refused Error when the pack in this database is one that can't look under two keys at once.
void require_lookups_under_two_keys(postgres::Connection& connection);

}  // namespace dunlin::encrypt
