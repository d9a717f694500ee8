#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "transfer/Ledger.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Workplace.hpp"
#include "transfer/giveback/Shadow.hpp"

namespace dunlin::transfer {

/// What a way back has done so far.
struct GiveBackProgress {
  enum class Step { round, compared } step = Step::round;
  Shadow::Drained drained;  ///< by a round
  std::chrono::milliseconds took{0};
};

/// What a way back needs.
struct GiveBackRequest {
  const TransferRow& row;
  const Mapping& mapping;
  const Workplace& workplace;
  std::string url;
  int connections = 2;
  std::chrono::milliseconds wait{5000};  ///< for writers of the target to finish
  bool dry_run = false;
  std::function<void(const GiveBackProgress&)> observer;
  bool orphans_allowed = false;  ///< rows whose parents aren't there are named, and come all the same
};

struct GivenBack {
  std::int64_t entries = 0;  ///< of the outbox
  DrainedRows rows;
  std::vector<LostParents> lost;         ///< rows whose parents aren't there, where that is allowed
  std::vector<std::string> stale;        ///< virtual tables that hold what they held at the switch
  std::int64_t compared_at_the_end = 0;  ///< tables whose every row was compared while writers waited
  std::chrono::milliseconds fenced{0};   ///< for how long writers of the target were kept out
};

/// Makes the shadow from our last copy of the source and the outbox, in rounds that keep nobody from writing;
/// compares every row of both at one instant; then, with all writers of the target kept out, does the last
/// round, shows that both are still equal (see tables_not_shown_equal; what isn't shown is compared row by
/// row), closes the target's tables and writes `returned`, all in one transaction of the target.
/// finish_return() has to follow. With `dry_run` nothing of it stays. Throws a findings Error when the shadow
/// isn't equal, or when rows refer to parents that aren't there (see lost_parents).
GivenBack give_back(postgres::Connection& connection, const GiveBackRequest& request);

/// Brings the shadow in, in the stage `returned`. May be repeated. False when it is in already.
bool finish_return(const TransferRow& row);

}  // namespace dunlin::transfer
