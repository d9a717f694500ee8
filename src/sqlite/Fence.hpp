#pragma once

#include <memory>
#include <string>

namespace dunlin::sqlite {

/// The right to be the only one who could write to the source, without writing: the locks that BEGIN
/// IMMEDIATE takes, held by descriptors of our own (see Descriptor), so that nothing else that this process
/// does with the file can lose them. Other writers wait for their busy timeout or get SQLITE_BUSY; readers go
/// on; no byte of the database or its WAL changes. A -shm and an empty -wal, which readers need in WAL mode
/// and which may not be there, are made with it and go with it unless somebody uses them. Let go when it
/// ends. Move-only.
class Fence {
 public:
  /// Waits up to `wait_ms` for a writer to finish. Throws a lock_timeout Error that names who writes; a
  /// refused one when the last writer died in a transaction that has to be rolled back first.
  Fence(const std::string& source, int wait_ms);
  ~Fence();
  Fence(Fence&&) noexcept;
  Fence& operator=(Fence&&) noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunlin::sqlite
