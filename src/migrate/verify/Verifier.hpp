#pragma once

#include <string_view>

#include "base/Json.hpp"
#include "model/Statement.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// A statement that runs alone, between its intent row and its done row.
struct LoneStatement {
  model::StatementKind kind = model::StatementKind::rerunnable;
  std::string_view sql;
};

/// What has to be done about a statement.
enum class Verdict {
  run,   ///< it has not run, or may run again
  done,  ///< its effect is in the catalog
};

/// Before the first run: what the catalog looks like, for the intent row. Drops an index that a build which
/// no longer runs left INVALID under the name to be built; throws a refused Error when the name belongs to
/// something else.
Json prepare(postgres::Connection& connection, const LoneStatement& statement, Verdict& verdict);

/// After a crash between intent and done: finds out from the catalog what became of the statement, by
/// definition and table OID rather than by name, and clears away what a broken-off run left. Throws a refused
/// Error when that can't be known.
Verdict inspect(postgres::Connection& connection, const LoneStatement& statement, const Json& intent);

/// After the statement returned without an error: checks that its effect is there. Throws a failed Error
/// otherwise.
void confirm(postgres::Connection& connection, const LoneStatement& statement, const Json& intent);

}  // namespace dunlin::migrate
