#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "trial/performance/Contract.hpp"

namespace dunlin::trial {

/// Sessions on one database that clients share.
class SessionPool {
 public:
  /// Opens `sessions` sessions. Throws an unreachable Error when the server has no room for them.
  SessionPool(const std::string& target, int sessions);
  std::vector<postgres::Connection>& sessions() { return sessions_; }

  /// Puts every session into the role and claims of a query, or back to its own.
  void become(const PerformanceQuery& query);

 private:
  std::vector<postgres::Connection> sessions_;
};

/// Throws an interrupted Error when Ctrl-C has asked to stop: what it cancelled hasn't failed.
void stop_if_interrupted();

/// Has `clients` clients ask `query` until `calls` answers are there: each asks again as soon as it is
/// answered, and waits its turn when all sessions are busy. Returns what each call took in milliseconds, the
/// wait for a session included. The first error ends it, and is thrown.
std::vector<double> ask_at_once(SessionPool& pool, const PerformanceQuery& query, int clients, int calls);

}  // namespace dunlin::trial
