#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "model/Plan.hpp"
#include "model/Run.hpp"

namespace dunlin::model {

/// A session that stands in our way, as pg_stat_activity shows it.
struct Blocker {
  int pid = 0;
  std::string application;
  std::string user;
  std::string state;                 ///< active, idle in transaction, ...
  std::string query;                 ///< shortened
  std::chrono::milliseconds age{0};  ///< of its transaction
};

struct StepStarted {
  std::size_t index;
  std::size_t count;
  const Step& step;
};
struct StatementStarted {
  const Step& step;
  std::size_t statement;
  std::string_view text;
};
/// We wait for a lock (or, CONCURRENTLY, for an old snapshot); `queued` sessions wait behind us.
struct Waiting {
  const Step& step;
  std::string lock;
  std::vector<Blocker> blockers;
  int queued;
  std::chrono::milliseconds waited;
};
struct Retrying {
  const Step& step;
  int attempt;
  int attempts;
  std::chrono::milliseconds pause;
  std::string reason;
};
/// A batch of a statement has committed. The numbers are of the whole statement, with earlier runs.
struct BatchDone {
  const Step& step;
  std::size_t statement;
  std::int64_t batches;
  std::int64_t rows;      ///< changed
  std::int64_t seen;      ///< rows of the table walked over, about
  std::int64_t estimate;  ///< rows of the table, about; 0 when unknown
};
/// The next batch is put off.
struct Throttled {
  const Step& step;
  std::string reason;
  std::chrono::milliseconds waited;  ///< 0 when it begins
};
struct Notice {
  std::string severity;
  std::string message;
};
struct StepFinished {
  std::size_t index;
  std::size_t count;
  const StepResult& result;
};

using Event = std::variant<StepStarted, StatementStarted, Waiting, Retrying, BatchDone, Throttled, Notice,
                           StepFinished>;
/// Told about progress as it happens. Must not throw.
using Observer = std::function<void(const Event&)>;

}  // namespace dunlin::model
