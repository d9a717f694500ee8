#include "migrate/batch/BatchThrottle.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <thread>

#include "base/Duration.hpp"
#include "base/Interrupt.hpp"
#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds k_between_looks{500};
constexpr std::int64_t k_smallest = 100;  // rows; less isn't worth a transaction

void stop_if_interrupted() {
  if (interrupted())
    throw Error(ErrorCode::interrupted, "interrupted", "run the same command again: it goes on from here");
}

}  // namespace

BatchThrottle::BatchThrottle(StepRun& run, const sql::BatchDirective& batch, int attempt)
    : run_(run),
      batch_(batch),
      size_(std::max(std::min(k_smallest, batch.size), batch.size >> std::min(attempt, 10))) {}

void BatchThrottle::wait() {
  stop_if_interrupted();
  if (pause_.count() > 0) sleep(pause_);
  if (batch_.max_lag.count() > 0 && Clock::now() - looked_ >= k_between_looks) wait_for_replicas();
}

void BatchThrottle::learn(milliseconds took, std::int64_t waiting) {
  // Who waited gets as much time as the batch took, and waits half as long for the next one.
  pause_ = waiting > 0 ? std::max(batch_.pause, took) : batch_.pause;
  if (waiting > 0) {
    size_ = std::max(std::min(k_smallest, batch_.size), size_ / 2);
  } else {
    size_ = std::min(batch_.size, size_ * 2);
  }
}

void BatchThrottle::wait_for_replicas() {
  std::optional<Clock::time_point> began;
  while (true) {
    const auto lag = read_lag();
    looked_ = Clock::now();
    if (lag <= batch_.max_lag) return;
    began = began.value_or(looked_);
    if (run_.observer) {
      run_.observer(model::Throttled{run_.step,
                                     fmt::format("a replica is {} behind (max_lag {})",
                                                 describe_duration(lag), describe_duration(batch_.max_lag)),
                                     std::chrono::duration_cast<milliseconds>(looked_ - *began)});
    }
    sleep(k_between_looks);
  }
}

// How far the slowest replica is behind in replaying; 0 without replicas. replay_lag is NULL for a replica
// that has replayed nothing since it connected, so we look for ourselves as well. Only members of
// pg_read_all_stats see more than a replica's process id (PostgreSQL docs, 28.2).
milliseconds BatchThrottle::read_lag() {
  const auto row = run_.connection.exec(R"(
    SELECT coalesce(max(extract(epoch FROM replay_lag) * 1000), 0)::bigint, count(*) FILTER (WHERE state IS NULL),
           (pg_current_wal_flush_lsn() - '0/0')::bigint, (min(replay_lsn) - '0/0')::bigint
    FROM pg_stat_replication)");
  if (row.number(0, 1) > 0 && !warned_ && run_.observer) {
    run_.observer(model::Notice{
        "WARNING",
        fmt::format("the lag of {} can't be seen by this role, so batches don't wait for it: GRANT "
                    "pg_read_all_stats to the role",
                    counted(static_cast<std::size_t>(row.number(0, 1)), "replica"))});
    warned_ = true;
  }
  if (row.is_null(0, 3)) return milliseconds(row.number(0, 0));
  return std::max(milliseconds(row.number(0, 0)), lag_behind_marks(row.number(0, 2), row.number(0, 3)));
}

milliseconds BatchThrottle::lag_behind_marks(std::int64_t written, std::int64_t replayed) {
  const auto now = Clock::now();
  if (marks_.empty() || marks_.back().place < written) marks_.push_back({now, written});
  while (!marks_.empty() && marks_.front().place <= replayed) marks_.pop_front();
  return marks_.empty() ? milliseconds(0)
                        : std::chrono::duration_cast<milliseconds>(now - marks_.front().time);
}

void BatchThrottle::sleep(milliseconds time) const {
  for (const auto until = Clock::now() + time; Clock::now() < until;) {
    stop_if_interrupted();
    std::this_thread::sleep_for(std::min<Clock::duration>(until - Clock::now(), milliseconds(50)));
  }
}

}  // namespace dunlin::migrate
