#pragma once

#include <optional>
#include <string>

#include "sqlite/Descriptor.hpp"
#include "sqlite/SharedLock.hpp"

namespace dunlin::sqlite {

/// A shared lock on a read mark of the source's -shm: the WAL can't begin anew as long as it lives. Nobody
/// has to wait for it but a checkpoint that would cut the WAL off. Move-only.
class WalHold {
 public:
  /// Nothing where nobody has the source open as a WAL, or the lock can't be had in time. Takes the last read
  /// mark first: readers seldom use it, so it limits no checkpoint.
  static std::optional<WalHold> take(const std::string& source, Deadline deadline);

 private:
  explicit WalHold(Descriptor shm) : shm_(std::move(shm)) {}

  Descriptor shm_;
};

}  // namespace dunlin::sqlite
