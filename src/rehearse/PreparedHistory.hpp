#pragma once

#include <chrono>

#include "rehearse/RunScripts.hpp"
#include "rehearse/ScratchServer.hpp"
#include "rehearse/Scripts.hpp"

namespace dunlin::rehearse {

/// A scratch database on which scripts have run, kept for proofs that start from there. Going on from file to
/// file runs each of them once. Takes the roles that the scripts made with it. Must not outlive the server.
class PreparedHistory {
 public:
  explicit PreparedHistory(ScratchServer& server);
  ~PreparedHistory();
  PreparedHistory(const PreparedHistory&) = delete;
  PreparedHistory& operator=(const PreparedHistory&) = delete;

  /// Runs what is missing; begins anew when something has run that isn't the beginning of `scripts`.
  const RunOutcome& bring_to(const Scripts& scripts, std::chrono::milliseconds statement_timeout);

  /// Nobody is connected to it.
  const ScratchDatabase& database() const { return database_; }

 private:
  bool continues(const Scripts& scripts) const;

  ScratchServer& server_;
  SharedObjects before_;
  ScratchDatabase database_;
  Scripts done_;
  RunOutcome outcome_;
};

}  // namespace dunlin::rehearse
