#pragma once

#include <string>
#include <vector>

#include "checks/SqlCheck.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::checks {

/// One thing that isn't as it should be.
struct Observation {
  State state = State::warn;
  std::string object;    ///< table, role, setting, ...
  std::string observed;  ///< what is there
  std::string remedy;    ///< SQL or a sentence
  friend bool operator==(const Observation&, const Observation&) = default;
};

/// What a check said.
struct CheckResult {
  SqlCheck check;
  State state = State::ok;  ///< the worst of its observations
  std::string reason;       ///< why it was skipped or failed; "" otherwise
  std::vector<Observation> observations;
  friend bool operator==(const CheckResult&, const CheckResult&) = default;
};

/// Asks each check in a read-only transaction that is rolled back, with a short time limit. What a missing
/// right, an older server or the absence of client roles keeps from being asked is `skipped` with its reason.
std::vector<CheckResult> run_checks(postgres::Connection& connection, const std::vector<SqlCheck>& checks,
                                    const std::vector<std::string>& client_roles);

/// Throws a usage Error when the server hasn't one of `client_roles`: every check would find nothing wrong
/// with a role that isn't there.
void require_client_roles(postgres::Connection& connection, const std::vector<std::string>& client_roles);

/// Roles that an application's users have, where nobody says which: anon and authenticated where they are,
/// else each role that is neither superuser nor BYPASSRLS, owns no schema and no table, and isn't built in.
std::vector<std::string> guess_client_roles(postgres::Connection& connection);

}  // namespace dunlin::checks
