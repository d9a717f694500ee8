#pragma once

#include <memory>
#include <string>

namespace dunlin::sqlite {

/// The right to be the only one who could write to the source, without writing: BEGIN IMMEDIATE on a
/// read-write handle that keeps the WAL and doesn't checkpoint when it closes (SQLITE_FCNTL_PERSIST_WAL,
/// SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE). Other writers wait for their busy timeout or get SQLITE_BUSY; readers
/// go on. Let go when it ends. Move-only.
class Fence {
 public:
  /// Waits up to `wait_ms` for a writer to finish. Throws a lock_timeout Error.
  Fence(const std::string& source, int wait_ms);
  ~Fence();
  Fence(Fence&&) noexcept;
  Fence& operator=(Fence&&) noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunlin::sqlite
