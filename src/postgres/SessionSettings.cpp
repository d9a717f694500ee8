#include "postgres/SessionSettings.hpp"

#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "postgres/ConnectionState.hpp"

namespace dunlin::postgres {

std::vector<std::pair<std::string, std::string>> session_settings(int server_version) {
  std::vector<std::pair<std::string, std::string>> settings{
      {"standard_conforming_strings", "on"},  // the splitter reads '' strings this way
      {"quote_all_identifiers", "off"},       // names and types of the catalog are compared with ours
      {"tcp_keepalives_idle", "30"},          // the server notices a dead client within a minute ...
      {"tcp_keepalives_interval", "10"},
      {"tcp_keepalives_count", "3"},
      {"idle_in_transaction_session_timeout",
       "0"},  // a role's default must not end a run between two statements
  };
  if (server_version >= 170000) settings.emplace_back("transaction_timeout", "0");
  if (server_version >= 140000)
    settings.emplace_back("client_connection_check_interval", "2s");  // ... and a killed one in 2 s
  return settings;
}

void begin_session(Connection& connection) {
  auto& state = connection.state();
  std::string sql = k_facts_query;
  Parameters values{std::to_string(PQbackendPID(state.raw))};
  for (const auto& [name, value] : session_settings(connection.server_version())) {
    values.emplace_back(value);
    sql +=
        fmt::format(", CASE WHEN pg_backend_pid() = $1::int THEN pg_catalog.set_config({}, ${}, false) END",
                    quote_literal(name), values.size());
  }
  state.facts = facts_from(state.raw, connection.exec(Sql::trusted(sql), values));
}

void reset_session(Connection& connection) {
  connection.exec("RESET SESSION AUTHORIZATION");
  connection.exec("RESET ROLE");
  connection.exec("RESET ALL");
  begin_session(connection);
}

}  // namespace dunlin::postgres
