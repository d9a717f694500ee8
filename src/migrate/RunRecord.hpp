#pragma once

#include <cstdint>
#include <string>

#include "model/Run.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// Who runs what, from where: recorded in dunlin.run.
struct Actor {
  std::string user;  ///< of the operating system
  std::string host;
  int pid = 0;
  std::string tool_version;
  std::string git_revision;  ///< of the project's checkout; "" when it isn't one
};

/// Writes the row that a run begins with and returns its id. With `alone` (we hold the lease, so no other
/// session can be at work) runs that never ended are closed as "interrupted" first.
std::int64_t begin_run(postgres::Connection& connection, const std::string& command, const Actor& actor,
                       const std::string& reason, bool alone);

/// Writes how it ended.
void finish_run(postgres::Connection& connection, std::int64_t id, const model::Run& run);

}  // namespace dunlin::migrate
