#pragma once

#include <cstdint>
#include <string>

#include "transfer/Workplace.hpp"

namespace dunlin::transfer {

/// The two private copies of a source that rounds need: what the target holds (base.db) and what it shall
/// hold next (next.db). Which round next.db is for is written beside it before the target commits, so that
/// after a kill at any instant the ledger's round number says which of the two counts.
class SnapshotPair {
 public:
  /// Puts the files in order for a ledger that has seen `round`: a next.db whose round was committed becomes
  /// base.db. Throws a refused Error when base.db isn't there.
  SnapshotPair(const Workplace& workplace, std::int64_t round);

  const Workplace& workplace() const { return workplace_; }
  /// Copies the source to next.db, over what was there.
  void take_next(const std::string& source, int wait_ms) const;
  /// Before the target commits `round`.
  void announce(std::int64_t round) const;
  /// After it: next.db becomes base.db, and the old base.db the place for the next copy.
  void advance() const;

 private:
  std::string note() const;

  Workplace workplace_;
};

}  // namespace dunlin::transfer
