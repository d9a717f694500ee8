#pragma once

#include <string>
#include <utility>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::postgres {

/// The settings that dunlin puts on its own session, all of them here. They end with the session.
std::vector<std::pair<std::string, std::string>> session_settings(int server_version);

/// Applies session_settings() in one round trip.
void apply_session_settings(Connection& connection);

/// Puts a session back to how apply_session_settings() left it, after a file with settings of its own: role,
/// settings, temporary objects stay as they are.
void reset_session(Connection& connection);

}  // namespace dunlin::postgres
