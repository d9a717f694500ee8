#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// What keeps a statement from simply running again after it has run.
enum class RerunProblem : std::uint8_t {
  if_not_exists,  ///< it makes something, and could say IF NOT EXISTS
  if_exists,      ///< it drops something, and could say IF EXISTS
  constraint,     ///< ADD CONSTRAINT, which has no such form
  create,         ///< it makes something that has no such form: a policy, a type, a role
  rows,           ///< it inserts or changes rows once more
  other,          ///< it fails the second time, or can do anything: a rename, DO
};

struct RerunFinding {
  RerunProblem problem = RerunProblem::other;
  std::string object;  ///< "public.orders"
  std::string words;   ///< "CREATE TABLE of public.orders"
  model::Range place;
  std::string guard;         ///< to be written at `guard_at`: "IF NOT EXISTS "; "" for none
  std::size_t guard_at = 0;  ///< in the statement
};

/// The statement runs outside of any transaction, and when the connection is lost nobody tells whether it has
/// run: not dunlin's journal (which asks the catalog about concurrent forms), not a `-- dunlin:verify`.
bool may_run_twice(const Scene& scene);

/// What stands in the way of running the statement once more. What an earlier statement of the file drops
/// with IF EXISTS can be made again.
std::vector<RerunFinding> rerun_findings(const Scene& scene);

/// Adds a finding for each problem of that kind, where the statement may run twice; a guard becomes an edit.
void report_rerun(const Scene& scene, Reporter& report, RerunProblem problem);

/// What happens the second time: "fails, because it is there already".
std::string second_time(RerunProblem problem);

}  // namespace dunlin::lint
