#pragma once

#include <chrono>
#include <libpq-fe.h>
#include <map>
#include <memory>
#include <string>

#include "postgres/Connection.hpp"

namespace dunlin::postgres {

/// What a Connection owns. Only files of this folder include it.
struct Connection::State {
  PGconn* raw = nullptr;
  WaitObserver on_wait;
  NoticeObserver on_notice;
  std::optional<ServerFacts> facts;
  bool may_prepare = true;
  std::map<std::string, std::string, std::less<>> prepared;  ///< name of the prepared statement by its text
  int last_prepared = 0;
  bool cancel_sent = false;  ///< once: what cleans up after an interrupt must not be cancelled too

  ~State() { PQfinish(raw); }
};

/// Waits until a result can be taken without blocking. Cancels the statement once when the user asks to stop.
/// Throws SqlError when the connection breaks.
void wait_for_result(Connection& connection);

/// Waits until the server has sent something, for COPY ... TO STDOUT; otherwise like wait_for_result().
void wait_for_input(Connection& connection);

/// Sends what libpq has buffered, reading meanwhile, so that neither side waits for the other.
void flush_output(Connection& connection);

/// What ServerFacts are made of. Ends where more columns may follow.
inline constexpr char k_facts_query[] =
    "SELECT current_database(), session_user, pg_is_in_recovery(), pg_backend_pid()";
ServerFacts facts_from(PGconn* raw, const Result& row);

SqlError error_from(const PGresult* result);
SqlError connection_error(PGconn* raw);

/// Parameters as libpq wants them: pointers into `parameters`.
std::vector<const char*> pointers(const Parameters& parameters);

}  // namespace dunlin::postgres
