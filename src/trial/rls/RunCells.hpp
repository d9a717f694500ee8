#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"
#include "trial/rls/Cell.hpp"
#include "trial/rls/TableFacts.hpp"

namespace dunlin::trial {

/// What the matrix is asked of: expectations, and the tables as they are.
struct Subject {
  const Expectations& expectations;
  const std::vector<TableFacts>& tables;
  bool triggers_off_for_delete = false;  ///< foreign keys don't stand in the way of DELETE
};

/// The sorted keys of the rows that each cell's expectation means, asked as the session's role. Throws a
/// usage Error naming the expectation whose predicate the server refuses.
std::vector<std::vector<std::string>> ask_oracle(postgres::Connection& connection, const Subject& subject,
                                                 const std::vector<Cell>& cells);

/// Tries each cell as its identity, pipelined, each undone before the next. Needs an open transaction, and
/// leaves it as it was.
std::vector<Observed> run_cells(postgres::Connection& connection, const Subject& subject,
                                const std::vector<Cell>& cells);

/// Whether this session may turn triggers off (session_replication_role), which DELETE is tried with: a row
/// that others refer to couldn't be deleted otherwise, whatever the policies say.
bool may_turn_triggers_off(postgres::Connection& connection);

}  // namespace dunlin::trial
