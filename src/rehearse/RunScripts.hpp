#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/ScratchServer.hpp"
#include "rehearse/Scripts.hpp"

namespace dunlin::rehearse {

/// What became of a set of scripts on a scratch database.
struct RunOutcome {
  bool done = true;
  std::string sqlstate;                     ///< of the failure; "" when dunlin itself refused the script
  std::string message;                      ///< what the server, or dunlin, said
  std::string migration;                    ///< "007_add_users"
  std::string statement;                    ///< the one that failed, on one line
  std::vector<std::string> invented_roles;  ///< that a script names and none makes

  /// Refused because of the rows: integrity or data errors (SQLSTATE classes 23 and 22; PostgreSQL docs,
  /// appendix A).
  bool failed_on_rows() const;
  friend bool operator==(const RunOutcome&, const RunOutcome&) = default;
};

/// Runs what hasn't run yet, in one go, through the same plan and executor that a production run takes. A
/// role that a script needs and nobody made is invented, and said. Throws an Error with code interrupted;
/// every other failure is an outcome.
RunOutcome run_scripts(ScratchServer& server, const ScratchDatabase& database, const Scripts& scripts,
                       std::chrono::milliseconds statement_timeout);

/// The role that isn't there, of an error that says `role "x" does not exist`. The server has no field for
/// it.
std::optional<std::string> missing_role(std::string_view sqlstate, std::string_view message);

/// "done", or where and why it failed, for people.
std::string describe(const RunOutcome& outcome);

}  // namespace dunlin::rehearse
