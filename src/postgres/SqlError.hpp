#pragma once

#include <string>
#include <string_view>

#include "base/Error.hpp"

namespace dunlin::postgres {

/// An error that the server (or libpq) reported. Adds the SQLSTATE and the position within the statement; the
/// server's detail, hint, table, constraint and context are facts of the Error.
class SqlError : public Error {
 public:
  SqlError(ErrorCode code, std::string message, std::string sqlstate, int position);

  /// Five characters (PostgreSQL docs, appendix A); "08006" when the connection broke.
  const std::string& sqlstate() const { return sqlstate_; }
  /// Character within the statement, from 1; 0 when unknown.
  int position() const { return position_; }

  bool is_lock_timeout() const { return sqlstate_ == "55P03"; }
  /// Somebody asked for it, or statement_timeout.
  bool is_cancelled() const { return sqlstate_ == "57014"; }
  /// Lock timeout, deadlock or serialization failure: the same segment may succeed when it is run again.
  bool is_contention() const;
  /// The connection is gone; what was in flight may or may not have committed.
  bool is_connection_loss() const;
  /// No further statement is to be tried: the connection is gone, or Ctrl-C has cancelled this one.
  bool ends_the_work() const { return is_connection_loss() || code() == ErrorCode::interrupted; }
  /// Says nothing about the statement: the server ran out of something (disk, memory for locks), somebody was
  /// in the way or ended it, or the server failed itself (PostgreSQL docs, appendix A: classes 08, 40, 53,
  /// 55, 57, 58 and XX). Class 54 is a limit of PostgreSQL's that the statement is beyond.
  bool is_of_the_server() const;
  /// The server ended no session with it: severity ERROR. Class 08 is then no loss either (08P01 for a number
  /// of parameters that doesn't fit; poolers use 08P01 for what is fatal).
  void set_session_goes_on() { session_goes_on_ = true; }

 private:
  std::string sqlstate_;
  int position_;
  bool session_goes_on_ = false;
};

}  // namespace dunlin::postgres
