#include "checks/Grants.hpp"

#include <fmt/format.h>

#include "base/Identifier.hpp"

namespace dunlin::checks {
namespace {

bool role_exists(postgres::Connection& connection, const std::string& role) {
  return role == "public" ||
         connection.exec("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", {role}).boolean(0, 0);
}

bool is_granted(postgres::Connection& connection, const GrantPromise& promise) {
  const postgres::Parameters asked{promise.grantee, promise.object, promise.privilege};
  // Files may have granted it on some columns only; the server answers that question for these four.
  const bool by_column = promise.privilege == "SELECT" || promise.privilege == "INSERT" ||
                         promise.privilege == "UPDATE" || promise.privilege == "REFERENCES";
  if (promise.kind == "table" && by_column)
    return connection.exec("SELECT has_any_column_privilege($1, $2, $3)", asked).boolean(0, 0);
  if (promise.kind == "table")
    return connection.exec("SELECT has_table_privilege($1, $2, $3)", asked).boolean(0, 0);
  if (promise.kind == "sequence")
    return connection.exec("SELECT has_sequence_privilege($1, $2, $3)", asked).boolean(0, 0);
  if (promise.kind == "schema")
    return connection.exec("SELECT has_schema_privilege($1, $2, $3)", asked).boolean(0, 0);
  return connection.exec("SELECT has_function_privilege($1, $2, $3)", asked).boolean(0, 0);
}

bool reaches_schema(postgres::Connection& connection, const GrantPromise& promise) {
  return promise.schema.empty() ||
         connection.exec("SELECT has_schema_privilege($1, $2, 'USAGE')", {promise.grantee, promise.schema})
             .boolean(0, 0);
}

Check check(postgres::Connection& connection, const GrantPromise& promise) {
  const std::string name = describe(promise);
  if (!role_exists(connection, promise.grantee)) return judged("promise", name, "there is no such role");
  try {
    if (!is_granted(connection, promise)) return judged("promise", name, "not granted");
    if (reaches_schema(connection, promise)) return judged("promise", name, "");
    return judged("promise", name,
                  fmt::format("granted, but the role has no USAGE on schema {}", promise.schema));
  } catch (const postgres::SqlError& error) {
    if (connection.broken()) throw;
    return {"promise", name, CheckState::skipped, "the server can't be asked: " + error.message()};
  }
}

}  // namespace

std::vector<Check> check_grants(postgres::Connection& connection, const std::vector<GrantPromise>& promises) {
  std::vector<Check> checks;
  checks.reserve(promises.size());
  for (const GrantPromise& promise : promises) checks.push_back(check(connection, promise));
  return checks;
}

}  // namespace dunlin::checks
