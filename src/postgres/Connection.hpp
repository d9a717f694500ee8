#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "postgres/Result.hpp"
#include "postgres/Sql.hpp"
#include "postgres/SqlError.hpp"

struct pg_conn;

namespace dunlin::postgres {

/// A parameter value in text format; nothing for NULL.
using Parameter = std::optional<std::string>;
using Parameters = std::vector<Parameter>;

/// What the server said at connection time and since.
struct ServerFacts {
  int version = 0;  ///< 150018
  std::string database;
  std::string user;
  std::string host;  ///< as connected to; a directory for a unix socket
  bool in_recovery = false;
  bool pooled = false;  ///< something between us and the server hides the backend's pid: a connection pooler
  int backend_pid = 0;  ///< of the server process (not of the pooler)
};

/// One session with a PostgreSQL server. Every call waits in short steps, so that an interrupt cancels what
/// runs and `on_wait` is told how long it has taken. Move-only.
class Connection {
 public:
  /// Opens a session. `target` is a libpq URL or keyword string. Client encoding is UTF8, the application
  /// name and TCP keepalives are set; nothing else is changed (see SessionSettings). Throws an unreachable
  /// Error without the password when the server can't be reached or refuses us.
  static Connection open(const std::string& target, const std::string& application_name);

  /// The same on another database of the server that `target` names.
  static Connection open_other_database(const std::string& target, const std::string& database,
                                        const std::string& application_name);

  /// The same with a search_path of its own, which RESET and DISCARD come back to. Options that the URL has
  /// are kept.
  static Connection open_in_schemas(const std::string& target, const std::vector<std::string>& schemas,
                                    const std::string& application_name);

  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  /// Runs one statement and returns its rows. Throws SqlError; an interrupted Error when the user pressed
  /// Ctrl-C.
  Result exec(const Sql& sql, const Parameters& parameters = {});

  /// Runs several statements in one round trip (one each behind a connection pooler) and returns the rows of
  /// each. Ends at the first that fails, and throws its SqlError.
  std::vector<Result> exec_together(std::initializer_list<Sql> statements);

  /// Runs one COPY ... FROM STDIN with `data` in the statement's own format and returns how many rows were
  /// stored.
  std::int64_t copy_in(const Sql& sql, std::string_view data);

  /// Called about ten times a second while a statement runs, with the time since it was sent. Must not throw.
  using WaitObserver = std::function<void(std::chrono::milliseconds)>;
  void set_on_wait(WaitObserver observer);

  /// Called for each notice or warning of the server with severity and message.
  using NoticeObserver = std::function<void(const std::string&, const std::string&)>;
  void set_on_notice(NoticeObserver observer);

  /// The server's and the session's facts; asks the server once.
  const ServerFacts& facts();
  int server_version() const;  ///< 150018, without asking
  bool in_transaction() const;
  bool broken() const;

  /// Whether Pipeline::send_repeated() prepares. Switched off for good when somebody else on this session
  /// threw our prepared statements away (DEALLOCATE ALL, DISCARD ALL).
  bool may_prepare() const;
  void stop_preparing();

  /// Asks the server to cancel what runs on this session. Safe while another call waits.
  void cancel() const;

  struct State;
  State& state() { return *state_; }

 private:
  explicit Connection(std::unique_ptr<State> state);
  static Connection open_with(const std::string& target,
                              const std::vector<std::pair<const char*, std::string>>& overrides,
                              const std::string& application_name);
  std::unique_ptr<State> state_;
};

/// Several commands on their way before the first answer is read (libpq pipeline mode; PostgreSQL
/// docs, 34.5). After a failed command the server skips all others up to the next sync. COPY can't be part of
/// it.
class Pipeline {
 public:
  explicit Pipeline(Connection& connection);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  void send(const Sql& sql, const Parameters& parameters = {});
  /// The same for a command that comes again and again: it is prepared once, which saves the server parsing
  /// and planning it each time.
  void send_repeated(const Sql& sql, const Parameters& parameters);
  /// Asks the server to answer what it has got so far, without ending the batch.
  void flush();
  /// Ends a batch: errors don't reach beyond it.
  void sync();

  /// What became of the next command in the order in which they were sent.
  struct Answer {
    Result result;
    std::optional<SqlError> error;
    bool skipped = false;  ///< not run, because a command before it failed
    bool synced = false;   ///< the answer to sync()
  };
  Answer next();
  std::size_t in_flight() const { return in_flight_.size(); }

 private:
  struct Sent {
    std::string prepares;  ///< the statement that is prepared just before this command; none: ""
  };
  std::optional<SqlError> take_preparation(const std::string& text);

  Connection& connection_;
  std::deque<Sent> in_flight_;
};

/// Text array literal of the values, for a parameter that is cast to text[].
std::string array_literal(const std::vector<std::string>& values);

}  // namespace dunlin::postgres
