#pragma once

#include <string>
#include <vector>

#include "transfer/load/Load.hpp"
#include "transfer/verify/Verdict.hpp"

namespace dunlin::transfer {

/// Both sides of a transfer, at rest or not.
struct CompareRequest {
  std::string snapshot;
  const Mapping& mapping;
  SessionTarget session;  ///< its schema holds the tables
  int connections = 2;
  std::string instant;  ///< at which the target is read: a snapshot that a session has exported; "": now
};

/// Reads every row on both sides anew and sums them up, on several sessions that see the target at one
/// instant. Returns the tables in the mapping's order.
std::vector<LoadedTable> compare_tables(const CompareRequest& request, const LoadObserver& observer);

/// Looks for the rows that make these tables different: first for the chunks, where the target stores the
/// rowid, then in them. `limit` differences a table.
void explain_differences(const CompareRequest& request, std::vector<TableVerdict>& verdicts,
                         std::size_t limit);

}  // namespace dunlin::transfer
