#include "encrypt/ReplicaLag.hpp"

#include <algorithm>

namespace dunlin::encrypt {

std::chrono::milliseconds ReplicaLag::read() {
  using std::chrono::milliseconds;
  const auto row = connection_.exec(R"(
    SELECT coalesce(max(extract(epoch FROM replay_lag) * 1000), 0)::bigint,
           (pg_current_wal_flush_lsn() - '0/0')::bigint, (min(replay_lsn) - '0/0')::bigint
    FROM pg_stat_replication)");
  const milliseconds reported(row.number(0, 0));
  if (row.is_null(0, 2)) return reported;
  const auto now = std::chrono::steady_clock::now();
  const auto written = row.number(0, 1), replayed = row.number(0, 2);
  if (marks_.empty() || marks_.back().place < written) marks_.push_back({now, written});
  while (!marks_.empty() && marks_.front().place <= replayed) marks_.pop_front();
  if (marks_.empty()) return reported;
  return std::max(reported, std::chrono::duration_cast<milliseconds>(now - marks_.front().time));
}

}  // namespace dunlin::encrypt
