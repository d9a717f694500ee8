#include <algorithm>
#include <fmt/format.h>

#include "postgres/Connection.hpp"
#include "postgres/ConnectionState.hpp"

namespace dunlin::postgres {
namespace {

constexpr std::size_t k_chunk = 256 * 1024;

// Sends one piece, waiting for the socket when libpq's buffer is full.
void put(Connection& connection, std::string_view piece) {
  PGconn* raw = connection.state().raw;
  while (true) {
    const int sent = PQputCopyData(raw, piece.data(), static_cast<int>(piece.size()));
    if (sent < 0) throw connection_error(raw);
    if (sent == 1) break;
    flush_output(connection);
  }
  flush_output(connection);
}

}  // namespace

std::int64_t Connection::copy_in(const Sql& sql, std::string_view data) {
  PGconn* raw = state_->raw;
  if (PQsendQueryParams(raw, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 0)
    throw connection_error(raw);
  wait_for_result(*this);
  Result begun(PQgetResult(raw));
  const bool accepted = PQresultStatus(begun.raw()) == PGRES_COPY_IN;
  if (accepted) {
    while (!data.empty()) {
      const auto piece = data.substr(0, std::min(k_chunk, data.size()));
      put(*this, piece);
      data.remove_prefix(piece.size());
    }
    if (PQputCopyEnd(raw, nullptr) < 0) throw connection_error(raw);
  }
  Result last = accepted ? Result() : std::move(begun);
  while (true) {
    wait_for_result(*this);
    Result result(PQgetResult(raw));
    if (!result) break;
    last = std::move(result);
  }
  if (PQresultStatus(last.raw()) != PGRES_COMMAND_OK) throw error_from(last.raw());
  return last.affected();
}

}  // namespace dunlin::postgres
