#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sqlite/LiveCopy.hpp"
#include "transfer/Workplace.hpp"

namespace dunlin::transfer {

/// The two private copies of a source that rounds need: what the target holds (base.db) and what it shall
/// hold next (next.db). Which round next.db is for is written beside it before the target commits, so that
/// after a kill at any instant the ledger's round number says which of the two counts.
class SnapshotPair {
 public:
  /// Puts the files in order for a ledger that has seen `round`: a next.db whose round was committed becomes
  /// base.db. Throws a refused Error when base.db isn't there.
  SnapshotPair(const Workplace& workplace, const std::string& source, std::int64_t round);

  const Workplace& workplace() const { return workplace_; }
  /// Brings next.db to the source's state (see LiveCopy).
  void take_next(int wait_ms);
  /// The pages in which next.db may differ from base.db; nothing: any.
  const std::optional<std::vector<sqlite::PageNumber>>& differing() const { return differing_; }
  /// What a comparison of the two has shown.
  void know_differing(std::vector<sqlite::PageNumber> pages);
  /// Before the target commits `round`.
  void announce(std::int64_t round) const;
  /// After it: next.db becomes base.db, and the old base.db the place for the next copy.
  void advance();
  /// Brings next.db from the round before to base.db's state, so that the next round needn't.
  void catch_up();

  /// base.db was changed row by row: nothing is known of its pages.
  void forget();

  /// Keeps the source's WAL from beginning anew until release_wal(): the next rounds read only its new
  /// frames.
  void hold_wal(int wait_ms) { live_.hold_wal(wait_ms); }
  void release_wal() { live_.release_wal(); }

 private:
  std::string note() const;

  Workplace workplace_;
  sqlite::LiveCopy live_;
  std::optional<std::vector<sqlite::PageNumber>> differing_;
  bool behind_ = false;  // next.db is what base.db was, not what it shall be
};

}  // namespace dunlin::transfer
