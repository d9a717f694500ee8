#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// The first answer of a query whose rows must all be true in their first column that isn't: "NULL", "f";
/// nothing when there is none, also when there are no rows.
std::optional<std::string> untrue_answer(const postgres::Result& rows);

/// Throws a failed SqlError (assert_failure) with the query unless `rows`, the answer of a
/// `-- dunlin:verify`, is at least one row and all of them are true: where nothing was looked at, nothing is
/// verified.
void require_verified(const postgres::Result& rows, std::string_view query);

/// Whether a query of `-- dunlin:verify` is true now. One that names what doesn't exist (yet) isn't.
bool is_verified(postgres::Connection& connection, std::string_view query);

}  // namespace dunlin::migrate
