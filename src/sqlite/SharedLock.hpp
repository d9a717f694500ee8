#pragma once

#include <chrono>
#include <functional>

#include "sqlite/Descriptor.hpp"

namespace dunlin::sqlite {

/// The latest instant for something that may have to wait for others.
using Deadline = std::chrono::steady_clock::time_point;
Deadline deadline_in(int milliseconds);

/// Calls `attempt` until it returns true; false when the deadline came first. Throws an interrupted Error
/// when the user pressed Ctrl-C.
bool poll(const std::function<bool()>& attempt, Deadline deadline);

/// SQLite's SHARED lock on a database file, as a reader holds it: nobody can write pages into a database with
/// a rollback journal, nor change the journal mode, nor remove the WAL. Ends with this object.
class SharedLock {
 public:
  /// Throws a lock_timeout Error that names who has the file.
  SharedLock(const Descriptor& database, Deadline deadline);
  ~SharedLock();
  SharedLock(const SharedLock&) = delete;
  SharedLock& operator=(const SharedLock&) = delete;

 private:
  const Descriptor& database_;
};

}  // namespace dunlin::sqlite
