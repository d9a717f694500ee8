#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/Error.hpp"
#include "model/Ledger.hpp"

namespace dunlin::model {

enum class Outcome { done, failed, refused, interrupted };
/// "done", "failed", "refused", "interrupted": a JSON contract.
std::string to_string(Outcome outcome);

/// What became of one step.
struct StepResult {
  EntryKind kind = EntryKind::up;
  std::string version;
  std::string name;
  Outcome outcome = Outcome::done;
  bool resumed = false;
  std::chrono::milliseconds duration{0};
  std::size_t statements = 0;     ///< that ran in this run
  std::size_t retries = 0;        ///< segments run again after a lock timeout
  std::int64_t batches = 0;       ///< that committed in this run, of statements that run in batches
  std::int64_t rows = 0;          ///< that these changed
  std::vector<std::string> kept;  ///< tables in dunlin_kept that hold what a rollback would have destroyed
};

/// What became of a run.
struct Run {
  std::int64_t id = 0;
  Outcome outcome = Outcome::done;
  std::vector<StepResult> steps;
  std::optional<Error> error;
};

}  // namespace dunlin::model
