#pragma once

#include "cli/Session.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::cli {

/// A session without the time limits that the role or the database has for its short queries: rows are
/// counted and compared, tables moved and locks waited for. Behind a connection pooler the session isn't ours
/// to change.
postgres::Connection connect_for_transfer(const Target& target);

/// Throws a refused Error behind a connection pooler.
void require_own_session(postgres::Connection& connection);

}  // namespace dunlin::cli
