#include "migrate/Lease.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fmt/format.h>
#include <thread>
#include <utility>

#include "base/Duration.hpp"
#include "base/Error.hpp"
#include "base/Interrupt.hpp"
#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds k_orphan_wait{15'000};
constexpr std::chrono::milliseconds k_longest_pause{200};

bool try_lock(postgres::Connection& connection) {
  return connection
      .exec("SELECT pg_try_advisory_lock($1::int, $2::int)",
            {std::to_string(k_lease_class), std::to_string(k_lease_object)})
      .boolean(0, 0);
}

bool process_is_gone(int pid) {
  return pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH;
}

std::string describe(const LeaseHolder& holder) {
  return fmt::format("pid {} ({}, user {}, connected for {}{}{})", holder.pid, printable(holder.application),
                     printable(holder.user), describe_duration(holder.age),
                     holder.query.empty() ? "" : ", last statement: ", printable(holder.query));
}

Error not_available(const std::optional<LeaseHolder>& holder) {
  if (!holder)
    return Error(ErrorCode::lock_timeout, "another dunlin has the lease of this database",
                 "try again, or add --wait 5min");
  Error error(ErrorCode::lock_timeout,
              fmt::format("another dunlin has the lease of this database: {}", describe(*holder)),
              "wait for it with --wait 5min");
  if (holder->orphan) {
    error = Error(ErrorCode::lock_timeout,
                  fmt::format("the server still works for a dunlin that was killed: {}", describe(*holder)),
                  "wait longer (--wait 5min), or end that session with --orphan end");
  }
  error.set_fact("holder_pid", std::to_string(holder->pid));
  return error;
}

}  // namespace

std::optional<LeaseHolder> find_lease_holder(postgres::Connection& connection, const std::string& host) {
  const auto row = connection.exec(R"(
    SELECT a.pid, coalesce(a.application_name, ''), coalesce(a.usename, ''), coalesce(left(regexp_replace(a.query, '\s+', ' ', 'g'), 120), ''),
           coalesce((extract(epoch FROM clock_timestamp() - a.backend_start) * 1000)::bigint, 0)
    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.granted AND l.classid = $1::int::oid AND l.objid = $2::int::oid AND l.objsubid = 2
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) LIMIT 1)",
                                   {std::to_string(k_lease_class), std::to_string(k_lease_object)});
  if (row.rows() == 0) return std::nullopt;
  LeaseHolder holder{.pid = static_cast<int>(row.number(0, 0)),
                     .application = row.string(0, 1),
                     .user = row.string(0, 2),
                     .query = row.string(0, 3),
                     .age = std::chrono::milliseconds(row.number(0, 4))};
  // The application name says who opened the session: "dunlin PID@HOST".
  const std::string suffix = "@" + host;
  if (holder.application.starts_with("dunlin ") && holder.application.ends_with(suffix)) {
    holder.orphan = process_is_gone(std::atoi(holder.application.c_str() + 7));
  }
  return holder;
}

Lease Lease::acquire(postgres::Connection& connection, const LeaseOptions& options) {
  const auto start = Clock::now();
  std::chrono::milliseconds pause{20};  // the process of a killed run is mostly gone by then
  bool ended_orphan = false;
  while (true) {
    if (try_lock(connection)) return Lease(&connection);
    const auto holder = find_lease_holder(connection, options.host);
    const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    const bool orphan = holder && holder->orphan;
    if (orphan && options.orphans == OrphanPolicy::end && !ended_orphan) {
      connection.exec("SELECT pg_terminate_backend($1::int)", {std::to_string(holder->pid)});
      ended_orphan = true;
    }
    if (waited >= (orphan ? std::max(options.wait, k_orphan_wait) : options.wait))
      throw not_available(holder);
    if (interrupted())
      throw Error(ErrorCode::interrupted, "interrupted while waiting for the lease; nothing was changed");
    if (holder && options.on_wait) options.on_wait(*holder, waited);
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, k_longest_pause);
  }
}

Lease::Lease(Lease&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}

Lease::~Lease() {
  if (connection_ == nullptr || connection_->broken()) return;
  try {
    connection_->exec("SELECT pg_advisory_unlock($1::int, $2::int)",
                      {std::to_string(k_lease_class), std::to_string(k_lease_object)});
  } catch (const Error&) {
    // The session is going away, and the lock goes with it.
  }
}

}  // namespace dunlin::migrate
