#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sqlite/BlockHashes.hpp"
#include "sqlite/pages/WalTail.hpp"

namespace dunlin::sqlite {

/// A private copy of a source that is brought up to date again and again. It remembers what the last state
/// was read from, so that the next one costs what changed and not what is there:
///
/// - with a WAL that hasn't begun anew since, only its new frames are read;
/// - with a rollback journal and a change counter that stands still, nothing;
/// - otherwise the whole source is read and compared, with a rollback journal to hashes of what the copy
/// holds, else to the copy itself, and what differs is written.
class LiveCopy {
 public:
  explicit LiveCopy(const std::string& source);
  ~LiveCopy();
  LiveCopy(LiveCopy&&) noexcept;
  LiveCopy& operator=(LiveCopy&&) noexcept;

  /// Brings `destination` up to date: one file without WAL, as refresh_snapshot() leaves it. It has to hold
  /// what the last call left there (at this path or another); after forget() or an Error it may hold
  /// anything. Returns the pages that were written, in order; nothing when it may be any.
  std::optional<std::vector<PageNumber>> refresh(const std::string& destination, int wait_ms);

  void forget();

  /// From now on the source's WAL can't begin anew and grows: the next refresh reads only new frames. Where
  /// nobody has it open as a WAL nothing is held. Nothing of the source changes.
  void hold_wal(int wait_ms);
  void release_wal();

 private:
  struct State;
  std::optional<std::vector<PageNumber>> refresh_what_came(const std::string& destination,
                                                           const State& before, int wait_ms, bool& wrote);
  std::optional<std::vector<PageNumber>> refresh_all(const std::string& destination, BlockHashes known,
                                                     int wait_ms);

  struct Hold;
  std::string source_;
  std::unique_ptr<State> state_;
  std::unique_ptr<Hold> hold_;
};

}  // namespace dunlin::sqlite
