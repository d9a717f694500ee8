#include "postgres/Copy.hpp"

#include <algorithm>

#include "base/Interrupt.hpp"
#include "postgres/ConnectionState.hpp"

namespace dunlin::postgres {
namespace {

constexpr std::size_t k_chunk = 256 * 1024;
// Signature, flags and the (empty) extension of the header: PostgreSQL docs, COPY, "File Header".
constexpr std::size_t k_header = 11 + 4 + 4;

void begin(Connection& connection, const Sql& sql, ExecStatusType expected) {
  PGconn* raw = connection.state().raw;
  if (PQsendQueryParams(raw, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 0)
    throw connection_error(raw);
  wait_for_result(connection);
  const Result begun(PQgetResult(raw));
  if (PQresultStatus(begun.raw()) == expected) return;
  const SqlError error = error_from(begun.raw());
  while (const Result rest{PQgetResult(raw)}) continue;
  throw error;
}

// Takes what is left of the statement's answers and returns the last one.
Result drain(Connection& connection) {
  Result last;
  while (true) {
    wait_for_result(connection);
    Result result(PQgetResult(connection.state().raw));
    if (!result) return last;
    last = std::move(result);
  }
}

}  // namespace

CopyIn::CopyIn(Connection& connection, const Sql& sql) : connection_(connection) {
  begin(connection, sql, PGRES_COPY_IN);
}

CopyIn::~CopyIn() {
  if (!open_) return;
  PGconn* raw = connection_.state().raw;
  PQputCopyEnd(raw, "broken off");
  while (PGresult* rest = PQgetResult(raw)) PQclear(rest);
}

void CopyIn::put(std::string_view data) {
  PGconn* raw = connection_.state().raw;
  while (!data.empty()) {
    const auto piece = data.substr(0, std::min(k_chunk, data.size()));
    int sent = 0;
    while ((sent = PQputCopyData(raw, piece.data(), static_cast<int>(piece.size()))) == 0)
      flush_output(connection_);
    if (sent < 0) throw connection_error(raw);
    flush_output(connection_);
    data.remove_prefix(piece.size());
  }
}

std::int64_t CopyIn::finish() {
  PGconn* raw = connection_.state().raw;
  open_ = false;
  if (PQputCopyEnd(raw, nullptr) < 0) throw connection_error(raw);
  const Result last = drain(connection_);
  if (PQresultStatus(last.raw()) != PGRES_COMMAND_OK) throw error_from(last.raw());
  return last.affected();
}

BinaryRows::BinaryRows(Connection& connection, const Sql& sql) : connection_(connection) {
  begin(connection, sql, PGRES_COPY_OUT);
}

BinaryRows::~BinaryRows() {
  release();
  if (!open_) return;
  PGconn* raw = connection_.state().raw;
  connection_.cancel();
  while (PQgetCopyData(raw, &buffer_, 0) > 0) release();
  while (PGresult* rest = PQgetResult(raw)) PQclear(rest);
}

void BinaryRows::release() {
  PQfreemem(buffer_);
  buffer_ = nullptr;
}

std::optional<std::string_view> BinaryRows::next() {
  PGconn* raw = connection_.state().raw;
  while (open_) {
    release();
    int size = 0;
    while ((size = PQgetCopyData(raw, &buffer_, 1)) == 0) wait_for_input(connection_);
    if (size < 0) {
      open_ = false;
      const Result last = drain(connection_);
      if (PQresultStatus(last.raw()) != PGRES_COMMAND_OK) throw error_from(last.raw());
      return std::nullopt;
    }
    std::string_view image(buffer_, static_cast<std::size_t>(size));
    if (!begun_) image.remove_prefix(std::min(k_header, image.size()));
    begun_ = true;
    // The trailer is a field count of -1 and nothing after it.
    if (image.size() > 2) return image;
  }
  return std::nullopt;
}

}  // namespace dunlin::postgres
