#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "migrate/StepRun.hpp"

namespace dunlin::migrate {

/// True when the step's segments may commit in any order and on several sessions: all of them are
/// transactions, and nothing in the file changes the session.
bool may_be_spread(const model::Step& step);

/// One migration whose segments run in any order, each on whatever session is free: building the keys and
/// indexes of many tables. The ledger row is written first, the completion when all segments are done. What
/// is left after a crash is finished by another SpreadStep, or by an ordinary run: its plan knows the gaps.
class SpreadStep {
 public:
  /// `step` may be resumed (resume_step()). The history must be the one it was made for.
  SpreadStep(model::Step step, const model::History& history, ExecuteOptions options);
  ~SpreadStep();
  SpreadStep(SpreadStep&&) noexcept;

  std::size_t segments() const;
  /// Texts of the statements of a segment.
  std::vector<std::string_view> statements(std::size_t segment) const;

  /// Writes the ledger row, unless the step is resumed.
  void begin(postgres::Connection& connection);
  /// Runs one segment with its journal rows in one transaction; what meets a lock is tried again. Several
  /// threads may be in here at once, each with its own segment and session. Throws an Error that says where
  /// in the file it failed.
  void run(postgres::Connection& connection, std::size_t segment) const;
  /// Writes the completion. All segments must have run.
  void complete(postgres::Connection& connection) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunlin::migrate
