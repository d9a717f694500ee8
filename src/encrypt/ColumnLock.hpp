#pragma once

#include "encrypt/EncryptedColumn.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::encrypt {

/// One dunlin at a time encrypts a column: an advisory lock of the session, for as long as this lives.
/// Migrations aren't kept away by it, since a backfill may take hours.
class ColumnLock {
 public:
  /// Waits up to `wait` for the other one. Throws a lock_timeout Error that names its server process.
  ColumnLock(postgres::Connection& connection, const EncryptedColumn& column, std::chrono::milliseconds wait);
  /// The same for something that isn't a column; `what` names the lock and is for people.
  ColumnLock(postgres::Connection& connection, const std::string& what, std::chrono::milliseconds wait);
  ~ColumnLock();
  ColumnLock(const ColumnLock&) = delete;
  ColumnLock& operator=(const ColumnLock&) = delete;

 private:
  void take(const std::string& what, std::chrono::milliseconds wait);

  postgres::Connection& connection_;
  std::string name_;
};

}  // namespace dunlin::encrypt
