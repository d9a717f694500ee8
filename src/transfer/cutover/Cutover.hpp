#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "transfer/cutover/Configuration.hpp"
#include "transfer/follow/Follower.hpp"

namespace dunlin::transfer {

/// What a switch needs besides the rounds.
struct CutoverRequest {
  const Configuration& configuration;
  std::string url;                          ///< of PostgreSQL, for the application
  std::chrono::milliseconds fence_wait{0};  ///< for a writer of the source to finish
};

/// What a switch did.
struct Cutover {
  Round last;
  std::chrono::milliseconds fenced{0};  ///< for how long the source's writers had to wait
};

/// Compares every row of our copy of the source, of the target and of the ledger's sums. Throws a findings
/// Error that names the tables that differ.
void require_equal(Follower& follower, const std::string& url, int connections);

/// Takes the fence, applies the last delta; in the same transaction sets the sequences, makes the outbox and
/// writes `switched`; points the application's configuration to PostgreSQL, asks for its health, and lets the
/// fence go. When anything throws, everything is as it was before: configuration, source, stage. What the
/// application has written to PostgreSQL in between is said by the Error.
Cutover cut_over(Follower& follower, const CutoverRequest& request);

/// The same without switching: an ordinary last round under the fence, to see how long writers would wait.
Cutover rehearse_cut_over(Follower& follower, const CutoverRequest& request);

/// Ends a switch whose dunlin was killed: forwards when the application works on PostgreSQL already, else
/// back. Returns true when it went forwards. Throws a refused Error when both sides were written.
bool resume_cut_over(postgres::Connection& connection, const TransferRow& row, const Mapping& mapping,
                     const Workplace& workplace, const CutoverRequest& request);

}  // namespace dunlin::transfer
