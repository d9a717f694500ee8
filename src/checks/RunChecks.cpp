#include "checks/RunChecks.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::checks {
namespace {

constexpr const char* k_no_privilege = "42501";

State worst(const std::vector<Observation>& observations) {
  State state = State::ok;
  for (const Observation& observation : observations) state = std::max(state, observation.state);
  return state;
}

std::vector<Observation> observations_in(const postgres::Result& rows) {
  std::vector<Observation> observations;
  for (int i = 0; i < rows.rows(); ++i)
    observations.push_back({parse_state(rows.text(i, 0)).value_or(State::error), rows.string(i, 1),
                            rows.string(i, 2), rows.string(i, 3)});
  return observations;
}

void ask(postgres::Connection& connection, const std::vector<std::string>& client_roles,
         CheckResult& result) {
  const postgres::Transaction transaction(connection);
  connection.exec("SET TRANSACTION READ ONLY");
  connection.exec("SET LOCAL statement_timeout = '10s'");
  connection.exec("SET LOCAL lock_timeout = '1s'");
  postgres::Parameters parameters;
  if (result.check.asks_about_clients()) parameters.emplace_back(postgres::array_literal(client_roles));
  result.observations =
      observations_in(connection.exec(postgres::Sql::trusted(result.check.query), parameters));
  result.state = worst(result.observations);
  for (const Observation& one : result.observations)
    if (one.state == State::skipped) result.reason = one.observed;
}

CheckResult skipped(CheckResult result, std::string reason) {
  result.state = State::skipped;
  result.reason = std::move(reason);
  return result;
}

CheckResult run_check(postgres::Connection& connection, const SqlCheck& check,
                      const std::vector<std::string>& client_roles) {
  CheckResult result{.check = check};
  if (connection.server_version() < check.minimum_server)
    return skipped(result, fmt::format("needs PostgreSQL {} or newer", check.minimum_server / 10'000));
  if (check.asks_about_clients() && client_roles.empty())
    return skipped(result, "no role that clients have is known: name them (client_roles)");
  try {
    ask(connection, client_roles, result);
  } catch (const postgres::SqlError& error) {
    if (error.ends_the_work()) throw;
    if (error.sqlstate() == k_no_privilege)
      return skipped(result, fmt::format("this role may not look: {}", error.message()));
    result.state = State::error;
    result.reason = fmt::format("{} (SQLSTATE {})", error.message(), error.sqlstate());
  }
  return result;
}

}  // namespace

std::vector<CheckResult> run_checks(postgres::Connection& connection, const std::vector<SqlCheck>& checks,
                                    const std::vector<std::string>& client_roles) {
  std::vector<CheckResult> results;
  results.reserve(checks.size());
  for (const SqlCheck& check : checks) results.push_back(run_check(connection, check, client_roles));
  return results;
}

void require_client_roles(postgres::Connection& connection, const std::vector<std::string>& client_roles) {
  const auto missing = connection.exec(
      "SELECT string_agg(r, ', ') FROM unnest($1::text[]) AS r WHERE r NOT IN (SELECT rolname FROM pg_roles)",
      {postgres::array_literal(client_roles)});
  if (missing.is_null(0, 0)) return;
  throw usage_error(fmt::format("the server has no role {}, which client_roles names; nothing was tested",
                                printable(missing.string(0, 0))),
                    "correct client_roles, or create the role first (CREATE ROLE ... NOLOGIN)");
}

std::vector<std::string> guess_client_roles(postgres::Connection& connection) {
  const auto rows = connection.exec(R"(
    WITH supabase AS (SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated'))
    SELECT rolname FROM supabase
    UNION ALL
    SELECT r.rolname FROM pg_roles r
    WHERE NOT EXISTS (SELECT FROM supabase)
      AND NOT r.rolsuper AND NOT r.rolbypassrls AND NOT r.rolreplication AND NOT r.rolcreaterole
      AND NOT starts_with(r.rolname, 'pg_')
      AND NOT EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid)
      AND NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspowner = r.oid)
      AND NOT EXISTS (SELECT FROM pg_database d WHERE d.datdba = r.oid)
    ORDER BY 1)");
  std::vector<std::string> roles;
  for (int i = 0; i < rows.rows(); ++i) roles.push_back(rows.string(i, 0));
  return roles;
}

}  // namespace dunlin::checks
