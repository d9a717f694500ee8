#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

#include "migrate/StepRun.hpp"
#include "sql/BatchDirective.hpp"

namespace dunlin::migrate {

/// How large the next batch is, and how long it is put off for others: for replicas that lag behind, and for
/// sessions that had to wait for the one before.
class BatchThrottle {
 public:
  /// `attempt`: how often this batch has met a lock already; each time it gets smaller.
  BatchThrottle(StepRun& run, const sql::BatchDirective& batch, int attempt);

  /// Rows of the table for the next batch.
  std::int64_t size() const { return size_; }

  /// Waits before a batch. Throws an interrupted Error when asked to stop.
  void wait();

  /// Told about each batch: how long it took, and how many sessions waited for it at its end.
  void learn(std::chrono::milliseconds took, std::int64_t waiting);

 private:
  void wait_for_replicas();
  std::chrono::milliseconds read_lag();
  std::chrono::milliseconds lag_behind_marks(std::int64_t written, std::int64_t replayed);
  void sleep(std::chrono::milliseconds time) const;

  StepRun& run_;
  const sql::BatchDirective& batch_;
  std::int64_t size_;
  std::chrono::milliseconds pause_{0};
  std::chrono::steady_clock::time_point looked_{};
  bool warned_ = false;

  // Places in the write-ahead log and when it had reached them, from the first that a replica hasn't
  // replayed.
  struct Mark {
    std::chrono::steady_clock::time_point time;
    std::int64_t place;
  };
  std::deque<Mark> marks_;
};

}  // namespace dunlin::migrate
