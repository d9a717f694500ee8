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

 private:
  std::string sqlstate_;
  int position_;
};

}  // namespace dunlin::postgres
