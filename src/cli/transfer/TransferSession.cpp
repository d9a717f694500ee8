#include "cli/transfer/TransferSession.hpp"

namespace dunlin::cli {

postgres::Connection connect_for_transfer(const Target& target) {
  auto connection = target.connect();
  if (connection.facts().pooled) return connection;
  connection.exec("SET statement_timeout = 0");
  connection.exec("SET lock_timeout = 0");
  return connection;
}

void require_own_session(postgres::Connection& connection) {
  if (connection.facts().pooled)
    throw refused(
        "a transfer needs a session of its own, and a connection pooler stands between us and the server",
        "point the environment's url at the server itself (a direct connection)");
}

}  // namespace dunlin::cli
