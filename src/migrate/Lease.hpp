#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// Who holds the lease of a database.
struct LeaseHolder {
  int pid = 0;
  std::string application;
  std::string user;
  std::string query;
  std::chrono::milliseconds age{0};  ///< of its session
  bool orphan = false;  ///< the dunlin that opened the session no longer runs (known only on the same host)
};

/// What to do about the server process of a dunlin that was killed.
enum class OrphanPolicy { wait, end };

struct LeaseOptions {
  std::chrono::milliseconds wait{5000};
  OrphanPolicy orphans = OrphanPolicy::wait;
  std::string host;  ///< ours: an orphan can be recognised only when it was started here
  std::function<void(const LeaseHolder&, std::chrono::milliseconds)> on_wait;
};

/// The right to change this database: one dunlin at a time. A session-level advisory lock, taken by polling
/// and never by a blocking call: a session that waits inside the server holds a snapshot that CREATE INDEX
/// CONCURRENTLY would wait for, and the two deadlock. It goes with the session, so a killed run leaves none
/// behind.
class Lease {
 public:
  /// Throws an Error with code lock_timeout that names the holder when it can't be had within `wait`. The
  /// process of a killed run is waited for (15 s at least; the server ends it within 2 s unless a statement
  /// keeps it busy) or ended.
  static Lease acquire(postgres::Connection& connection, const LeaseOptions& options);
  ~Lease();
  Lease(Lease&& other) noexcept;
  Lease& operator=(Lease&&) = delete;

 private:
  explicit Lease(postgres::Connection* connection) : connection_(connection) {}
  postgres::Connection* connection_;
};

/// The advisory lock's key: "dunlin" and the ledger's format.
inline constexpr int k_lease_class = 0x64756e6c;
inline constexpr int k_lease_object = 1;

/// Who holds the lease now.
std::optional<LeaseHolder> find_lease_holder(postgres::Connection& connection, const std::string& host);

}  // namespace dunlin::migrate
