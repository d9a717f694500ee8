#include "encrypt/Throttle.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <thread>
#include <utility>

#include "base/Duration.hpp"
#include "base/Error.hpp"
#include "base/Interrupt.hpp"
#include "encrypt/BatchPace.hpp"

namespace dunlin::encrypt {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds k_between_looks{500};

}  // namespace

void stop_if_interrupted() {
  if (interrupted())
    throw Error(ErrorCode::interrupted, "interrupted; what was done is committed",
                "run the same command again: it goes on from here");
}

Throttle::Throttle(postgres::Connection& connection, std::int64_t rate, Milliseconds max_lag, Report report)
    : rate_(rate), max_lag_(max_lag), report_(std::move(report)), lag_(connection), began_(Clock::now()) {}

void Throttle::before_batch(std::int64_t rows) {
  stop_if_interrupted();
  give_way_to_replicas();
  const auto elapsed = std::chrono::duration_cast<milliseconds>(Clock::now() - began_);
  const auto pause = pause_for_rate(rows, elapsed, rate_);
  if (pause.count() > 0) sleep(pause, "");
}

void Throttle::retry_while_locked(const std::string& what, int retries, const std::function<void()>& attempt,
                                  const std::function<void()>& give_way) {
  for (int tried = 0;; ++tried) {
    try {
      return attempt();
    } catch (const postgres::SqlError& error) {
      if (error.sqlstate() == "57014") stop_if_interrupted();
      if (!error.is_contention()) throw;
      if (tried == retries) {
        Error out(ErrorCode::lock_timeout, fmt::format("rows of {} are locked by others for too long", what),
                  "run the same command again later: it goes on from here");
        out.set_fact("sqlstate", error.sqlstate());
        throw out;
      }
      give_way();
      sleep(milliseconds(50 * (tried + 1)), "a lock");
    }
  }
}

void Throttle::give_way_to_replicas() {
  if (max_lag_.count() <= 0 || Clock::now() - looked_at_lag_ < k_between_looks) return;
  while (true) {
    const auto lag = lag_.read();
    looked_at_lag_ = Clock::now();
    if (lag <= max_lag_) return;
    sleep(k_between_looks, fmt::format("a replica, {} behind", describe_duration(lag)));
  }
}

void Throttle::sleep(milliseconds time, const std::string& why) {
  if (!why.empty()) report_(why);
  for (const auto until = Clock::now() + time; Clock::now() < until;) {
    stop_if_interrupted();
    std::this_thread::sleep_for(std::min<Clock::duration>(until - Clock::now(), milliseconds(50)));
  }
}

}  // namespace dunlin::encrypt
