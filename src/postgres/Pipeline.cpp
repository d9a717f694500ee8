#include "base/Interrupt.hpp"
#include "postgres/Connection.hpp"
#include "postgres/ConnectionState.hpp"

namespace dunlin::postgres {

Pipeline::Pipeline(Connection& connection) : connection_(connection) {
  auto& state = connection_.state();
  if (PQenterPipelineMode(state.raw) == 0) throw connection_error(state.raw);
}

// Whatever is still on its way is read and dropped; leaving the mode needs a quiet connection.
Pipeline::~Pipeline() {
  PGconn* raw = connection_.state().raw;
  try {
    if (!in_flight_.empty() && !connection_.broken()) {
      sync();
      while (!in_flight_.empty()) next();
    }
  } catch (const Error&) {
    return;  // the connection broke: whoever uses it next is told so
  }
  PQexitPipelineMode(raw);
}

void Pipeline::send(const Sql& sql, const Parameters& parameters) {
  PGconn* raw = connection_.state().raw;
  const auto values = pointers(parameters);
  if (PQsendQueryParams(raw, sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr,
                        nullptr, 0) == 0) {
    throw connection_error(raw);
  }
  in_flight_.emplace_back();
}

void Pipeline::send_repeated(const Sql& sql, const Parameters& parameters) {
  auto& state = connection_.state();
  if (!state.may_prepare) return send(sql, parameters);
  const auto [known, is_new] = state.prepared.try_emplace(std::string(sql.text()));
  if (is_new) {
    known->second = "dunlin " + std::to_string(++state.last_prepared);
    if (PQsendPrepare(state.raw, known->second.c_str(), sql.c_str(), 0, nullptr) == 0)
      throw connection_error(state.raw);
  }
  const auto values = pointers(parameters);
  if (PQsendQueryPrepared(state.raw, known->second.c_str(), static_cast<int>(values.size()), values.data(),
                          nullptr, nullptr, 0) == 0) {
    throw connection_error(state.raw);
  }
  in_flight_.push_back({is_new ? known->first : ""});
}

void Pipeline::flush() {
  if (PQsendFlushRequest(connection_.state().raw) == 0) throw connection_error(connection_.state().raw);
}

void Pipeline::sync() {
  if (PQpipelineSync(connection_.state().raw) == 0) throw connection_error(connection_.state().raw);
  in_flight_.emplace_back();
}

// What the server says to the preparation of a statement. One that failed or was skipped is forgotten.
std::optional<SqlError> Pipeline::take_preparation(const std::string& text) {
  auto& state = connection_.state();
  wait_for_result(connection_);
  const Result result(PQgetResult(state.raw));
  const auto status = PQresultStatus(result.raw());
  if (status != PGRES_COMMAND_OK) state.prepared.erase(text);
  if (!connection_.broken()) {
    wait_for_result(connection_);
    Result end(PQgetResult(state.raw));
  }
  if (status == PGRES_COMMAND_OK || status == PGRES_PIPELINE_ABORTED) return std::nullopt;
  return error_from(result.raw());
}

Pipeline::Answer Pipeline::next() {
  PGconn* raw = connection_.state().raw;
  Answer answer;
  const Sent sent = std::move(in_flight_.front());
  in_flight_.pop_front();
  if (!sent.prepares.empty()) answer.error = take_preparation(sent.prepares);
  if (connection_.broken()) return answer;
  wait_for_result(connection_);
  answer.result = Result(PQgetResult(raw));
  switch (PQresultStatus(answer.result.raw())) {
    case PGRES_PIPELINE_SYNC: answer.synced = true; return answer;
    case PGRES_PIPELINE_ABORTED: answer.skipped = true; break;
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY: break;
    default: answer.error = error_from(answer.result.raw());
  }
  if (connection_.broken()) return answer;
  wait_for_result(connection_);
  Result end(PQgetResult(raw));  // each command's results end with a null result
  return answer;
}

}  // namespace dunlin::postgres
