#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "encrypt/ReplicaLag.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::encrypt {

/// Throws an interrupted Error after Ctrl-C; what was committed stays.
void stop_if_interrupted();

/// Keeps bulk work gentle between its batches: not faster than a rate, not ahead of its replicas, and out of
/// the way of locks.
class Throttle {
 public:
  using Milliseconds = std::chrono::milliseconds;
  /// Told what is being waited for.
  using Report = std::function<void(const std::string&)>;

  /// `rate` in rows a second, 0 for no limit; `max_lag` 0 doesn't look at replicas.
  Throttle(postgres::Connection& connection, std::int64_t rate, Milliseconds max_lag, Report report);

  /// Waits until the next batch may begin; `rows` is what was done since the beginning.
  void before_batch(std::int64_t rows);

  /// Runs `attempt` until it meets no lock of others, at most `retries` times more; `give_way` is called
  /// after each failure. Throws a lock_timeout Error that names `what`.
  void retry_while_locked(const std::string& what, int retries, const std::function<void()>& attempt,
                          const std::function<void()>& give_way);

 private:
  void give_way_to_replicas();
  void sleep(Milliseconds time, const std::string& why);

  const std::int64_t rate_;
  const Milliseconds max_lag_;
  const Report report_;
  ReplicaLag lag_;
  const std::chrono::steady_clock::time_point began_;
  std::chrono::steady_clock::time_point looked_at_lag_;
};

}  // namespace dunlin::encrypt
