#include "postgres/Connection.hpp"

#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <poll.h>
#include <thread>

#include "base/Identifier.hpp"
#include "base/Interrupt.hpp"
#include "base/Secret.hpp"
#include "base/Text.hpp"
#include "postgres/ConnectionState.hpp"

namespace dunlin::postgres {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;
constexpr std::chrono::milliseconds k_tick{100};
// The server sends rows in pieces of 8 KB. To be woken for each costs both sides more than the bytes do: in
// this time it fills less than the socket takes (208 KB on Linux), so it doesn't wait for us.
constexpr std::chrono::microseconds k_nap{200};

std::string field(const PGresult* result, int code) {
  const char* value = PQresultErrorField(result, code);
  return value != nullptr ? value : "";
}

void notice_receiver(void* state, const PGresult* result) {
  const auto& observer = static_cast<Connection::State*>(state)->on_notice;
  if (observer)
    observer(field(result, PG_DIAG_SEVERITY_NONLOCALIZED), field(result, PG_DIAG_MESSAGE_PRIMARY));
}

// True when the socket became ready; false after a tick without news.
bool poll_socket(PGconn* raw, short events, std::chrono::milliseconds longest = k_tick) {
  struct pollfd entry {
    PQsocket(raw), events, 0
  };
  return ::poll(&entry, 1, static_cast<int>(longest.count())) > 0;
}

Error cannot_connect(PGconn* raw, const std::string& target) {
  std::string reason(trim(PQerrorMessage(raw)));
  std::string hint = "check the URL, the network and that the server runs";
  if (reason.find("password") != std::string::npos || reason.find("authentication") != std::string::npos) {
    hint = "check the user, the password (PGPASSWORD, ~/.pgpass or the URL) and pg_hba.conf";
  } else if (reason.find("does not exist") != std::string::npos) {
    hint = "create it first, or correct the name in the URL";
  }
  if (has_ambiguous_password(target))
    hint =
        "a URL is postgresql://USER:PASSWORD@HOST/DATABASE, with @ in the password as %40, / as %2F, % as "
        "%25, "
        "& as %26; in a keyword string the password stands between single quotes";
  return Error(ErrorCode::unreachable,
               fmt::format("can't connect to {}: {}", redact_connection_string(target),
                           printable(redact_answer(reason, target), true)),
               hint);
}

// The session's options: those of the target (or of PGOPTIONS), and the search_path. White space in an option
// is escaped (PostgreSQL docs, 34.1.2, options).
std::string startup_options(const std::string& target, const std::vector<std::string>& schemas) {
  std::string options;
  if (const char* environment = std::getenv("PGOPTIONS"); environment != nullptr) options = environment;
  if (PQconninfoOption* parsed = PQconninfoParse(target.c_str(), nullptr); parsed != nullptr) {
    for (const auto* option = parsed; option->keyword != nullptr; ++option) {
      if (std::string_view(option->keyword) == "options" && option->val != nullptr) options = option->val;
    }
    PQconninfoFree(parsed);
  }
  std::vector<std::string> names;
  names.reserve(schemas.size());
  for (const auto& schema : schemas) names.push_back(quote_identifier(schema));
  options += " -csearch_path=";
  for (const char c : join(names, ",")) {
    if (c == ' ' || c == '\\') options += '\\';
    options += c;
  }
  return options;
}

}  // namespace

SqlError connection_error(PGconn* raw) {
  SqlError error(ErrorCode::unreachable, "the connection to the server broke", "08006", 0);
  error.set_fact("detail", printable(trim(PQerrorMessage(raw)), true));
  error.set_hint("run the same command again: it resumes from the journal");
  return error;
}

SqlError error_from(const PGresult* result) {
  std::string sqlstate = field(result, PG_DIAG_SQLSTATE);
  const std::string position = field(result, PG_DIAG_STATEMENT_POSITION);
  std::string message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message.empty()) message = trim(PQresultErrorMessage(result));
  if (sqlstate.empty()) sqlstate = "08006";  // libpq made the error itself: the connection is gone
  SqlError error(ErrorCode::failed, std::move(message), std::move(sqlstate),
                 position.empty() ? 0 : std::stoi(position));
  if (field(result, PG_DIAG_SEVERITY_NONLOCALIZED) == "ERROR") error.set_session_goes_on();
  if (error.is_connection_loss()) error.set_code(ErrorCode::unreachable);
  if (error.is_lock_timeout()) error.set_code(ErrorCode::lock_timeout);
  // Ctrl-C cancels what a session is doing, here or in another thread: nothing has failed.
  if (error.is_cancelled() && interrupted()) error.set_code(ErrorCode::interrupted);
  error.set_fact("detail", field(result, PG_DIAG_MESSAGE_DETAIL));
  error.set_fact("server_hint", field(result, PG_DIAG_MESSAGE_HINT));
  error.set_fact("where", field(result, PG_DIAG_CONTEXT));
  error.set_fact("schema", field(result, PG_DIAG_SCHEMA_NAME));
  error.set_fact("table", field(result, PG_DIAG_TABLE_NAME));
  error.set_fact("constraint", field(result, PG_DIAG_CONSTRAINT_NAME));
  error.set_fact("internal_query", field(result, PG_DIAG_INTERNAL_QUERY));
  return error;
}

std::vector<const char*> pointers(const Parameters& parameters) {
  std::vector<const char*> out;
  out.reserve(parameters.size());
  for (const auto& parameter : parameters) out.push_back(parameter ? parameter->c_str() : nullptr);
  return out;
}

void flush_output(Connection& connection) {
  PGconn* raw = connection.state().raw;
  while (true) {
    const int left = PQflush(raw);
    if (left == 0) return;
    if (left < 0) throw connection_error(raw);
    if (poll_socket(raw, POLLIN | POLLOUT) && PQconsumeInput(raw) == 0) throw connection_error(raw);
  }
}

namespace {

// Waits one short step for the server; true when something came.
bool take_input(Connection& connection, Clock::time_point start) {
  auto& state = connection.state();
  if (interrupted() && !state.cancel_sent) {
    state.cancel_sent = true;
    connection.cancel();
  }
  if (poll_socket(state.raw, POLLIN)) {
    if (PQconsumeInput(state.raw) == 0) throw connection_error(state.raw);
    return true;
  }
  if (state.on_wait)
    state.on_wait(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start));
  return false;
}

// Nobody takes what COPY TO STDOUT sends: it is cancelled, and what came is dropped.
void drop_copied_rows(Connection& connection) {
  connection.cancel();
  char* row = nullptr;
  while (PQgetCopyData(connection.state().raw, &row, 0) > 0) PQfreemem(row);
}

}  // namespace

void wait_for_result(Connection& connection) {
  flush_output(connection);
  const auto start = Clock::now();
  while (PQisBusy(connection.state().raw) == 1) take_input(connection, start);
}

void wait_for_input(Connection& connection) {
  const auto start = Clock::now();
  if (!poll_socket(connection.state().raw, POLLIN, 0ms)) std::this_thread::sleep_for(k_nap);
  while (!take_input(connection, start)) continue;
}

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Connection Connection::open(const std::string& target, const std::string& application_name) {
  return open_with(target, {}, application_name);
}

Connection Connection::open_in_schemas(const std::string& target, const std::vector<std::string>& schemas,
                                       const std::string& application_name) {
  return open_with(target, {{"options", startup_options(target, schemas)}}, application_name);
}

Connection Connection::open_other_database(const std::string& target, const std::string& database,
                                           const std::string& application_name) {
  return open_with(target, {{"dbname", database}}, application_name);
}

Connection Connection::open_with(const std::string& target,
                                 const std::vector<std::pair<const char*, std::string>>& overrides,
                                 const std::string& application_name) {
  // Defaults come before the target, so that what a URL says (connect_timeout=3) wins; overrides after it.
  std::vector<std::pair<const char*, const char*>> parameters{
      {"fallback_application_name", application_name.c_str()},
      {"connect_timeout", "10"},
      {"keepalives_idle", "30"},
      {"keepalives_interval", "10"},
      {"keepalives_count", "3"},
      {"tcp_user_timeout", "60000"},
      {"dbname", target.c_str()},
      {"client_encoding", "UTF8"}};
  for (const auto& [key, value] : overrides) parameters.emplace_back(key, value.c_str());
  std::vector<const char*> keys, values;
  for (const auto& [key, value] : parameters) {
    keys.push_back(key);
    values.push_back(value);
  }
  keys.push_back(nullptr);
  values.push_back(nullptr);
  auto state = std::make_unique<State>();
  state->raw = PQconnectdbParams(keys.data(), values.data(), 1);
  if (PQstatus(state->raw) != CONNECTION_OK) {
    // libpq goes on waiting until connect_timeout: what it says then isn't why this ends.
    if (interrupted())
      throw Error(ErrorCode::interrupted,
                  fmt::format("interrupted while connecting to {}", redact_connection_string(target)));
    throw cannot_connect(state->raw, target);
  }
  PQsetnonblocking(state->raw, 1);
  PQsetNoticeReceiver(state->raw, notice_receiver, state.get());
  return Connection(std::move(state));
}

Result Connection::exec(const Sql& sql, const Parameters& parameters) {
  PGconn* raw = state_->raw;
  const auto values = pointers(parameters);
  if (PQsendQueryParams(raw, sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr,
                        nullptr, 0) == 0) {
    throw connection_error(raw);
  }
  Result last;
  bool copies_out = false;
  while (true) {
    wait_for_result(*this);
    Result result(PQgetResult(raw));
    if (!result) break;
    last = std::move(result);
    // COPY through exec(): end it at once, the result after it is the statement's error.
    const auto status = PQresultStatus(last.raw());
    if (status == PGRES_COPY_IN) PQputCopyEnd(raw, "this statement needs data");
    if (status == PGRES_COPY_OUT) {
      copies_out = true;
      drop_copied_rows(*this);
    }
  }
  if (copies_out)
    throw Error(ErrorCode::failed, "COPY ... TO STDOUT: nobody is here to take the rows",
                "write to a file on the server, or leave it out");
  const auto status = PQresultStatus(last.raw());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return last;
  throw error_from(last.raw());
}

std::vector<Result> Connection::exec_together(std::initializer_list<Sql> statements) {
  std::vector<Result> results;
  if (facts().pooled) {
    for (const auto& sql : statements) results.push_back(exec(sql));
    return results;
  }
  Pipeline pipeline(*this);
  for (const auto& sql : statements) pipeline.send(sql);
  pipeline.sync();
  std::optional<SqlError> error;
  for (auto answer = pipeline.next(); !answer.synced; answer = pipeline.next()) {
    if (answer.error && !error) error = std::move(answer.error);
    if (broken()) break;
    results.push_back(std::move(answer.result));
  }
  if (error) throw std::move(*error);
  return results;
}

void Connection::set_on_wait(WaitObserver observer) {
  state_->on_wait = std::move(observer);
}
void Connection::set_on_notice(NoticeObserver observer) {
  state_->on_notice = std::move(observer);
}
int Connection::server_version() const {
  return PQserverVersion(state_->raw);
}
bool Connection::broken() const {
  return PQstatus(state_->raw) != CONNECTION_OK;
}

bool Connection::may_prepare() const {
  return state_->may_prepare;
}
void Connection::stop_preparing() {
  state_->may_prepare = false;
}

bool Connection::in_transaction() const {
  const auto status = PQtransactionStatus(state_->raw);
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

void Connection::cancel() const {
  PGcancel* handle = PQgetCancel(state_->raw);
  if (handle == nullptr) return;
  std::array<char, 256> reason{};
  PQcancel(handle, reason.data(), static_cast<int>(reason.size()));
  PQfreeCancel(handle);
}

const ServerFacts& Connection::facts() {
  if (!state_->facts) state_->facts = facts_from(state_->raw, exec(k_facts_query));
  return *state_->facts;
}

ServerFacts facts_from(PGconn* raw, const Result& row) {
  ServerFacts facts;
  facts.version = PQserverVersion(raw);
  facts.database = row.string(0, 0);
  facts.user = row.string(0, 1);
  facts.in_recovery = row.boolean(0, 2);
  facts.backend_pid = static_cast<int>(row.number(0, 3));
  facts.host = PQhost(raw) != nullptr ? PQhost(raw) : "";
  facts.pooled = facts.backend_pid != PQbackendPID(raw);
  return facts;
}

std::string array_literal(const std::vector<std::string>& values) {
  std::string out = "{";
  for (const auto& value : values) {
    if (out.size() > 1) out += ',';
    out += '"';
    for (const char c : value) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + "}";
}

}  // namespace dunlin::postgres
