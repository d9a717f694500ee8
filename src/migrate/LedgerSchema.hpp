#pragma once

#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// True when the target has dunlin's own schema with a ledger in it. Throws a refused Error when that schema
/// was made by a newer dunlin, or is somebody else's.
bool ledger_installed(postgres::Connection& connection);

/// Why the session's role may not look into schema dunlin (SQLSTATE 42501): whose it is, and what helps.
Error ledger_denied(postgres::Connection& connection);

/// The same in its parts, for who wants to ask for the format together with something else.
bool ledger_exists(postgres::Connection& connection);
inline constexpr char k_format_query[] = "SELECT max(version) FROM dunlin.format";
void require_known_format(const postgres::Result& row);

/// Creates schema dunlin with run, ledger, completion, journal and kept, in one transaction, unless it is
/// there. Throws a refused Error naming the missing right when the role may not.
void install_ledger(postgres::Connection& connection);

}  // namespace dunlin::migrate
