#include "postgres/SessionSettings.hpp"

#include <fmt/format.h>

#include "base/Identifier.hpp"

namespace dunlin::postgres {

std::vector<std::pair<std::string, std::string>> session_settings(int server_version) {
  std::vector<std::pair<std::string, std::string>> settings{
      {"standard_conforming_strings", "on"},  // the splitter reads '' strings this way
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

void apply_session_settings(Connection& connection) {
  std::string sql = "SELECT ";
  Parameters values;
  for (const auto& [name, value] : session_settings(connection.server_version())) {
    if (!values.empty()) sql += ", ";
    values.emplace_back(value);
    sql += fmt::format("pg_catalog.set_config({}, ${}, false)", quote_literal(name), values.size());
  }
  connection.exec(Sql::trusted(sql), values);
}

void reset_session(Connection& connection) {
  connection.exec("RESET SESSION AUTHORIZATION");
  connection.exec("RESET ROLE");
  connection.exec("RESET ALL");
  apply_session_settings(connection);
}

}  // namespace dunlin::postgres
