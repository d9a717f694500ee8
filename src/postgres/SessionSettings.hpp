#pragma once

#include <string>
#include <utility>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::postgres {

/// The settings that dunlin puts on its own session, all of them here. They end with the session.
std::vector<std::pair<std::string, std::string>> session_settings(int server_version);

/// Applies session_settings() and asks for the connection's facts in one round trip. Behind a connection
/// pooler nothing is set: it would stay with the server session, which others use next.
void begin_session(Connection& connection);

/// Puts a session back to how begin_session() left it, after a file with settings of its own: role,
/// settings, temporary objects stay as they are.
void reset_session(Connection& connection);

}  // namespace dunlin::postgres
