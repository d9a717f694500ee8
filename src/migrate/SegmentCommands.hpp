#pragma once

#include <deque>
#include <optional>
#include <string>

#include "migrate/StepRun.hpp"

namespace dunlin::migrate {

/// What a command of a segment is for.
enum class CommandRole { control, statement, copy, assertion, verify };

struct SegmentCommand {
  Command command;
  CommandRole role = CommandRole::control;
  std::size_t statement = 0;
};

/// The commands of one transactional segment, one after the other: BEGIN, an end to other files' temporary
/// tables, our timeouts, the ledger row (first segment), each statement with its journal row, the completion
/// (last segment), COMMIT. Made as they are asked for, so that a large segment isn't held in memory twice.
class SegmentCommands {
 public:
  SegmentCommands(const StepRun& run, std::size_t segment);
  std::optional<SegmentCommand> next();

 private:
  enum class Phase { begin, statements, end, finished };
  void fill();
  void begin();
  bool begins_file() const;
  void add_transaction_modes();
  void add_statement(std::size_t index);
  void add_journal(std::size_t index);
  void end();
  void add_control(Command command) { pending_.push_back({std::move(command), CommandRole::control, at_}); }
  void add_schema();
  void add_timeouts();
  void give_up_role();

  const StepRun& run_;
  std::size_t segment_;
  std::size_t at_;
  std::size_t last_;
  Phase phase_ = Phase::begin;
  std::optional<std::size_t> role_;  ///< statement that set the role in force, if any
  std::deque<SegmentCommand> pending_;
};

/// True when the segment has COPY data, assertions or verify queries, whose answers must be seen before the
/// next command is sent.
bool needs_answers(const model::Step& step, std::size_t segment);

/// SET and SET ROLE statements before `end` whose effect outlives their segment (not SET LOCAL).
std::vector<std::size_t> settings_before(const StepRun& run, std::size_t end);

}  // namespace dunlin::migrate
