#pragma once

#include "transfer/Workplace.hpp"

namespace dunlin::transfer {

/// The right to change the files of a workplace: one dunlin at a time. Ends with this object, or with the
/// process.
class WorkplaceLock {
 public:
  /// Throws a lock_timeout Error when another dunlin has it for longer than `wait_ms`.
  WorkplaceLock(const Workplace& workplace, int wait_ms);
  ~WorkplaceLock();
  WorkplaceLock(const WorkplaceLock&) = delete;
  WorkplaceLock& operator=(const WorkplaceLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace dunlin::transfer
