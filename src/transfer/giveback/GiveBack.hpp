#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "transfer/Ledger.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Workplace.hpp"
#include "transfer/giveback/Shadow.hpp"

namespace dunlin::transfer {

/// What a way back needs.
struct GiveBackRequest {
  const TransferRow& row;
  const Mapping& mapping;
  const Workplace& workplace;
  std::string url;
  int connections = 2;
  std::chrono::milliseconds wait{5000};  ///< for writers of the target to finish
  bool dry_run = false;
};

struct GivenBack {
  Drained drained;
  std::chrono::milliseconds fenced{0};  ///< for how long writers of the target were kept out
};

/// Makes the shadow from our last copy of the source and the outbox with all writers of the target kept out,
/// compares every row of both, puts the shadow beside the source, closes the target's tables and writes
/// `returned`, all in one transaction of the target. finish_return() has to follow. With `dry_run` nothing of
/// it stays. Throws a findings Error when the shadow isn't equal.
GivenBack give_back(postgres::Connection& connection, const GiveBackRequest& request);

/// Brings the shadow in, in the stage `returned`. May be repeated. False when it is in already.
bool finish_return(const TransferRow& row);

}  // namespace dunlin::transfer
