#pragma once

#include <string_view>

#include "base/Json.hpp"
#include "migrate/verify/Verifier.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// The three questions of Verifier.hpp for CREATE INDEX CONCURRENTLY.
Json prepare_index_build(postgres::Connection& connection, std::string_view sql, Verdict& verdict);
Verdict inspect_index_build(postgres::Connection& connection, std::string_view sql, const Json& intent);
void confirm_index_build(postgres::Connection& connection, std::string_view sql, const Json& intent);

/// Waits until no other client session holds the lock of an index build on the table: an INVALID index may be
/// a build that still runs. Throws an Error with code lock_timeout naming the session when it takes longer
/// than a minute.
void wait_for_running_build(postgres::Connection& connection, const std::string& table_oid);

}  // namespace dunlin::migrate
