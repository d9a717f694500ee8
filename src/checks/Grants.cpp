#include "checks/Grants.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::checks {
namespace {

bool role_exists(postgres::Connection& connection, const std::string& role) {
  return role == "public" ||
         connection.exec("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", {role}).boolean(0, 0);
}

bool is_granted(postgres::Connection& connection, const GrantPromise& promise) {
  const postgres::Parameters asked{promise.grantee, promise.object, promise.privilege};
  if (promise.kind == "table")
    return connection.exec("SELECT has_table_privilege($1, $2, $3)", asked).boolean(0, 0);
  if (promise.kind == "sequence")
    return connection.exec("SELECT has_sequence_privilege($1, $2, $3)", asked).boolean(0, 0);
  if (promise.kind == "schema")
    return connection.exec("SELECT has_schema_privilege($1, $2, $3)", asked).boolean(0, 0);
  return connection.exec("SELECT has_function_privilege($1, $2, $3)", asked).boolean(0, 0);
}

// Those of the promised columns on which the role hasn't the privilege.
std::vector<std::string> columns_without(postgres::Connection& connection, const GrantPromise& promise) {
  std::vector<std::string> missing;
  for (const std::string& column : promise.columns)
    if (!connection
             .exec("SELECT has_column_privilege($1, $2, $3, $4)",
                   {promise.grantee, promise.object, column, promise.privilege})
             .boolean(0, 0))
      missing.push_back(column);
  return missing;
}

bool reaches_schema(postgres::Connection& connection, const GrantPromise& promise) {
  return promise.schema.empty() ||
         connection.exec("SELECT has_schema_privilege($1, $2, 'USAGE')", {promise.grantee, promise.schema})
             .boolean(0, 0);
}

// "" when the role has it.
std::string problem_of(postgres::Connection& connection, const GrantPromise& promise) {
  if (!role_exists(connection, promise.grantee)) return "there is no such role";
  if (!promise.columns.empty()) {
    const auto missing = columns_without(connection, promise);
    return missing.empty() ? "" : "not granted on " + join(missing, ", ");
  }
  if (!is_granted(connection, promise)) return "not granted";
  if (reaches_schema(connection, promise)) return "";
  return fmt::format("granted, but the role has no USAGE on schema {}", promise.schema);
}

Check check(postgres::Connection& connection, const GrantPromise& promise) {
  const std::string name = describe(promise);
  try {
    std::string problem = problem_of(connection, promise);
    if (problem.empty() || promise.condition.empty()) return judged("promise", name, std::move(problem));
    return {"promise", name, CheckState::skipped,
            fmt::format("{}; granted under a condition in {}", problem, promise.condition)};
  } catch (const postgres::SqlError& error) {
    if (connection.broken() || error.code() == ErrorCode::interrupted) throw;
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
