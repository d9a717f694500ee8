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
    if (in_flight_ > 0 && !connection_.broken()) {
      sync();
      while (in_flight_ > 0) next();
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
  ++in_flight_;
}

void Pipeline::flush() {
  if (PQsendFlushRequest(connection_.state().raw) == 0) throw connection_error(connection_.state().raw);
}

void Pipeline::sync() {
  if (PQpipelineSync(connection_.state().raw) == 0) throw connection_error(connection_.state().raw);
  ++in_flight_;
}

Pipeline::Answer Pipeline::next() {
  PGconn* raw = connection_.state().raw;
  wait_for_result(connection_);
  Answer answer;
  answer.result = Result(PQgetResult(raw));
  --in_flight_;
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
