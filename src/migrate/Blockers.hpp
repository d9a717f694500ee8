#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/Config.hpp"
#include "model/Event.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::migrate {

/// A second session that looks at what the first one waits for. Opened when the first wait lasts long enough
/// to ask.
class BlockerWatch {
 public:
  /// `target` as in Connection::open. With `policy.cancel_blockers`, sessions that have blocked us with a
  /// transaction older than `cancel_blockers_after` are cancelled, or ended when they sit idle in their
  /// transaction.
  BlockerWatch(std::string target, int watched_pid, const model::Policy& policy);

  struct Report {
    std::string lock;  ///< "AccessExclusiveLock on orders"; for an index build what phase it is in
    std::optional<std::chrono::milliseconds> waited;  ///< as the server counts it
    std::vector<model::Blocker> blockers;
    int queued = 0;                      ///< sessions that wait for us
    std::vector<std::string> cancelled;  ///< what was done about blockers in this look
  };
  /// Nothing when the watched session doesn't wait. Never throws: a look that fails is no look.
  std::optional<Report> look() noexcept;

 private:
  Report read();
  void cancel_old_blockers(Report& report);

  std::string target_;
  int watched_pid_;
  model::Policy policy_;
  std::unique_ptr<postgres::Connection> connection_;
};

}  // namespace dunlin::migrate
