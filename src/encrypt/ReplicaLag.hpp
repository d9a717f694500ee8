#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

#include "postgres/Connection.hpp"

namespace dunlin::encrypt {

/// How far the slowest replica is behind in replaying.
class ReplicaLag {
 public:
  explicit ReplicaLag(postgres::Connection& connection) : connection_(connection) {}

  /// 0 without replicas, and for replicas that this role may not see (pg_read_all_stats).
  std::chrono::milliseconds read();

 private:
  postgres::Connection& connection_;

  // Places in the write-ahead log and when it had reached them, from the first that a replica hasn't
  // replayed: replay_lag is NULL for one that has replayed nothing since it connected.
  struct Mark {
    std::chrono::steady_clock::time_point time;
    std::int64_t place;
  };
  std::deque<Mark> marks_;
};

}  // namespace dunlin::encrypt
