#include "migrate/Blockers.hpp"

#include <fmt/format.h>

#include "base/Error.hpp"

namespace dunlin::migrate {

BlockerWatch::BlockerWatch(std::string target, int watched_pid, const model::Policy& policy)
    : target_(std::move(target)), watched_pid_(watched_pid), policy_(policy) {}

std::optional<BlockerWatch::Report> BlockerWatch::look() noexcept {
  try {
    if (!connection_) {
      connection_ =
          std::make_unique<postgres::Connection>(postgres::Connection::open(target_, "dunlin watch"));
      connection_->exec("SELECT set_config('statement_timeout', '2s', false)");
    }
    Report report = read();
    if (report.blockers.empty()) return std::nullopt;
    if (policy_.cancel_blockers) cancel_old_blockers(report);
    return report;
  } catch (const std::exception&) {
    connection_.reset();  // no place for a second session: the run itself goes on without the live line
    return std::nullopt;
  }
}

BlockerWatch::Report BlockerWatch::read() {
  const postgres::Parameter pid = std::to_string(watched_pid_);
  Report report;
  const auto lock = connection_->exec(R"(
    SELECT mode || coalesce(' on ' || relation::regclass::text, ''),
           (extract(epoch FROM clock_timestamp() - waitstart) * 1000)::bigint
    FROM pg_locks WHERE pid = $1::int AND NOT granted
    UNION ALL
    SELECT command || ': ' || phase, NULL FROM pg_stat_progress_create_index WHERE pid = $1::int LIMIT 1)",
                                      {pid});
  if (lock.rows() > 0) report.lock = lock.string(0, 0);
  if (lock.rows() > 0 && !lock.is_null(0, 1)) report.waited = std::chrono::milliseconds(lock.number(0, 1));
  const auto rows = connection_->exec(R"(
    SELECT a.pid, coalesce(a.application_name, ''), coalesce(a.usename, ''), coalesce(a.state, a.backend_type),
           coalesce(left(regexp_replace(a.query, '\s+', ' ', 'g'), 100), ''),
           coalesce((extract(epoch FROM clock_timestamp() - a.xact_start) * 1000)::bigint, 0)
    FROM pg_stat_activity a
    WHERE a.pid = ANY (pg_blocking_pids($1::int))
       OR a.pid = (SELECT nullif(current_locker_pid, 0) FROM pg_stat_progress_create_index WHERE pid = $1::int)
    ORDER BY a.xact_start LIMIT 5)",
                                      {pid});
  for (int row = 0; row < rows.rows(); ++row) {
    report.blockers.push_back({.pid = static_cast<int>(rows.number(row, 0)),
                               .application = rows.string(row, 1),
                               .user = rows.string(row, 2),
                               .state = rows.string(row, 3),
                               .query = rows.string(row, 4),
                               .age = std::chrono::milliseconds(rows.number(row, 5))});
  }
  if (report.blockers.empty()) return report;
  const auto queued = connection_->exec(
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND $1::int = ANY "
      "(pg_blocking_pids(pid))",
      {pid});
  report.queued = static_cast<int>(queued.number(0, 0));
  return report;
}

void BlockerWatch::cancel_old_blockers(Report& report) {
  for (const auto& blocker : report.blockers) {
    // Another dunlin, autovacuum (it gives way by itself) and background processes are never touched.
    if (blocker.age < policy_.cancel_blockers_after || blocker.application.starts_with("dunlin") ||
        blocker.user.empty())
      continue;
    const bool idle = blocker.state.starts_with("idle in transaction");
    const postgres::Parameter pid = std::to_string(blocker.pid);
    const auto done = idle ? connection_->exec("SELECT pg_terminate_backend($1::int)", {pid})
                           : connection_->exec("SELECT pg_cancel_backend($1::int)", {pid});
    if (done.boolean(0, 0))
      report.cancelled.push_back(fmt::format("{} pid {} ({}, user {})", idle ? "ended" : "cancelled",
                                             blocker.pid, blocker.application, blocker.user));
  }
}

}  // namespace dunlin::migrate
